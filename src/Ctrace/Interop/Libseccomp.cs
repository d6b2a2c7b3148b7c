using System.Runtime.InteropServices;

namespace Ctrace.Interop;

/// <summary>libseccomp 2.5, as seccomp.h declares it. Functions return 0 or a negative error.</summary>
internal static unsafe partial class Libseccomp
{
    private const string Library = "libseccomp.so.2";

    internal const int __NR_SCMP_ERROR = -1;
    internal const uint SCMP_ARCH_NATIVE = 0;

    // An x32 program's architecture is x86_64 to the kernel (EM_X86_64 | __AUDIT_ARCH_LE without the 64-bit flag).
    internal const uint SCMP_ARCH_X32 = 0x4000_003E;

    /// <summary>enum scmp_filter_attr.</summary>
    internal const int SCMP_FLTATR_CTL_OPTIMIZE = 8;

    [LibraryImport(Library)]
    internal static partial nint seccomp_init(uint def_action);

    [LibraryImport(Library)]
    internal static partial void seccomp_release(nint ctx);

    [LibraryImport(Library)]
    internal static partial int seccomp_arch_add(FilterContext ctx, uint arch_token);

    [LibraryImport(Library)]
    internal static partial int seccomp_arch_remove(FilterContext ctx, uint arch_token);

    [LibraryImport(Library)]
    internal static partial uint seccomp_arch_native();

    [LibraryImport(Library, StringMarshalling = StringMarshalling.Utf8)]
    internal static partial uint seccomp_arch_resolve_name(string arch_name);

    [LibraryImport(Library)]
    internal static partial int seccomp_attr_set(FilterContext ctx, int attr, uint value);

    [LibraryImport(Library, StringMarshalling = StringMarshalling.Utf8)]
    internal static partial int seccomp_syscall_resolve_name(string name);

    [LibraryImport(Library, StringMarshalling = StringMarshalling.Utf8)]
    internal static partial int seccomp_syscall_resolve_name_arch(uint arch_token, string name);

    [LibraryImport(Library)]
    internal static partial int seccomp_rule_add_array(FilterContext ctx, uint action, int syscall, uint arg_cnt, ArgumentComparison* arg_array);

    [LibraryImport(Library)]
    internal static partial int seccomp_export_bpf(FilterContext ctx, FileDescriptor fd);

    /// <summary>struct scmp_arg_cmp.</summary>
    [StructLayout(LayoutKind.Sequential)]
    internal readonly record struct ArgumentComparison(uint Argument, Comparison Operator, ulong DatumA, ulong DatumB);

    /// <summary>enum scmp_compare.</summary>
    internal enum Comparison
    {
        SCMP_CMP_NE = 1,
        SCMP_CMP_LT = 2,
        SCMP_CMP_LE = 3,
        SCMP_CMP_EQ = 4,
        SCMP_CMP_GE = 5,
        SCMP_CMP_GT = 6,
        SCMP_CMP_MASKED_EQ = 7,
    }
}
