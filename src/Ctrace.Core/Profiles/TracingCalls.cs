using Ctrace.Core.Traces;

namespace Ctrace.Core.Profiles;

/// <summary>Calls that look into other processes (kernel/ptrace.c, mm/process_vm_access.c, kernel/kcmp.c, kernel/pid.c).</summary>
internal static class TracingCalls
{
    private static readonly string[] Names = ["ptrace", "process_vm_readv", "process_vm_writev", "kcmp", "pidfd_getfd"];

    /// <summary>Whether one was made.</summary>
    public static bool AreIn(Trace trace)
    {
        ArgumentNullException.ThrowIfNull(trace);
        return trace.Syscalls.Keys.Any(syscall => Names.Contains(syscall.Name));
    }
}
