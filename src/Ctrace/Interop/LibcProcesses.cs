using System.Runtime.InteropServices;

namespace Ctrace.Interop;

/// <summary>Calls on processes that C libraries before glibc 2.36 have no function for.</summary>
internal static partial class Libc
{
    // include/uapi/asm-generic/unistd.h, and the same on x86_64 (arch/x86/entry/syscalls/syscall_64.tbl).
    private const nint NR_pidfd_send_signal = 424;
    private const nint NR_pidfd_open = 434;

    /// <summary>pidfd_open(2), Linux 5.3: a descriptor that leads to one process for ever.</summary>
    internal static FileDescriptor PidfdOpen(int process) => syscall(NR_pidfd_open, process, 0);

    /// <summary>pidfd_send_signal(2), Linux 5.1.</summary>
    /// <returns>0, or -1 with errno set.</returns>
    internal static int PidfdSendSignal(FileDescriptor process, int signal) => (int)syscall(NR_pidfd_send_signal, process, signal, 0, 0);

    // The arguments are variable in C, and passed as any others on x86_64 and aarch64.
    [LibraryImport("libc.so.6", SetLastError = true)]
    private static partial FileDescriptor syscall(nint number, nint first, nint second);

    [LibraryImport("libc.so.6", SetLastError = true)]
    private static partial nint syscall(nint number, FileDescriptor first, nint second, nint third, nint fourth);
}
