using System.Runtime.InteropServices;
using Architecture = Ctrace.Core.Linux.Architecture;

namespace Ctrace.Tests.Linux;

/// <summary>What libseccomp says of syscalls: seccomp_syscall_resolve_name(3).</summary>
internal static partial class Libseccomp
{
    private const string Library = "libseccomp.so.2";

    /// <summary>The number, with bit 30 for x32; negative when libseccomp or the architecture does not have the call.</summary>
    public static int Number(Architecture architecture, string name) => seccomp_syscall_resolve_name_arch(Token(architecture), name);

    /// <summary>The name, or null.</summary>
    public static string? Name(Architecture architecture, int number)
    {
        var name = seccomp_syscall_resolve_num_arch(Token(architecture), number);
        try
        {
            return Marshal.PtrToStringUTF8(name);
        }
        finally
        {
            NativeMemoryFree(name);
        }
    }

    // The x32 token is not an audit architecture of the kernel: SCMP_ARCH_X32 in seccomp.h.
    private static uint Token(Architecture architecture) => architecture == Architecture.X32 ? 0x4000_003E : architecture.Audit;

    // The library allocates the name with malloc.
    private static unsafe void NativeMemoryFree(nint memory) => NativeMemory.Free((void*)memory);

    [LibraryImport(Library, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int seccomp_syscall_resolve_name_arch(uint arch_token, string name);

    [LibraryImport(Library)]
    private static partial nint seccomp_syscall_resolve_num_arch(uint arch_token, int num);
}
