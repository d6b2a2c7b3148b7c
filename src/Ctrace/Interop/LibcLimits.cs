using System.Runtime.InteropServices;

namespace Ctrace.Interop;

/// <summary>The C library's calls on a process's own limits and descriptors.</summary>
internal static partial class Libc
{
    // include/uapi/asm-generic/resource.h
    internal const int RLIMIT_NOFILE = 7;

    // include/uapi/asm-generic/fcntl.h
    internal const int F_DUPFD_CLOEXEC = 1030;
    internal const int F_GETFD = 1;
    internal const int FD_CLOEXEC = 1;

    /// <summary><c>struct rlimit</c> of a 64-bit machine (getrlimit(2)).</summary>
    [StructLayout(LayoutKind.Sequential)]
    internal struct ResourceLimit
    {
        public ulong Current;
        public ulong Maximum;
    }

    [LibraryImport("libc.so.6", SetLastError = true)]
    internal static partial int getrlimit(int resource, out ResourceLimit limit);

    // Its third argument, a variable one, is not used by F_GETFD.
    [LibraryImport("libc.so.6", SetLastError = true)]
    internal static partial int fcntl(int descriptor, int command);

    // The argument is variable in C, and passed as any other on x86_64 and aarch64.
    [LibraryImport("libc.so.6", SetLastError = true, EntryPoint = "fcntl")]
    internal static partial FileDescriptor Duplicate(int descriptor, int command, int least);
}
