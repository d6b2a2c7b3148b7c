using System.Runtime.InteropServices;

namespace Ctrace.Interop;

/// <summary>ptrace(2) and waitpid(2), as far as a look at another process's filters needs them.</summary>
internal static unsafe partial class Ptrace
{
    // include/uapi/linux/ptrace.h
    internal const int PTRACE_DETACH = 17;
    internal const int PTRACE_SEIZE = 0x4206;
    internal const int PTRACE_INTERRUPT = 0x4207;
    internal const int PTRACE_SECCOMP_GET_FILTER = 0x420C;
    internal const int PTRACE_EVENT_STOP = 128;

    // include/uapi/linux/wait.h
    internal const int WNOHANG = 1;
    internal const int __WALL = 0x4000_0000;

    /// <summary>A request; for those above the result is what the kernel returns, or -1 with errno set.</summary>
    [LibraryImport("libc.so.6", SetLastError = true)]
    internal static partial nint ptrace(int request, int pid, nint addr, void* data);

    [LibraryImport("libc.so.6", SetLastError = true)]
    internal static partial int waitpid(int pid, out int status, int options);
}
