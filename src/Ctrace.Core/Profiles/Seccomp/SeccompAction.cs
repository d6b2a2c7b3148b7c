namespace Ctrace.Core.Profiles.Seccomp;

/// <summary>
/// What a filter does with a call (seccomp(2)), from the strongest to the weakest: where several filters are loaded, the
/// kernel takes the strongest answer.
/// </summary>
public enum SeccompAction
{
    /// <summary>SCMP_ACT_KILL_PROCESS: the process ends, as by SIGSYS.</summary>
    KillProcess,

    /// <summary>SCMP_ACT_KILL_THREAD, and SCMP_ACT_KILL: the thread ends, and its process goes on without it.</summary>
    KillThread,

    /// <summary>SCMP_ACT_TRAP: the thread is sent a SIGSYS that it may catch.</summary>
    Trap,

    /// <summary>SCMP_ACT_ERRNO: the call fails with an error, and is not made.</summary>
    Errno,

    /// <summary>SCMP_ACT_NOTIFY: a supervisor decides, who listens on a descriptor.</summary>
    Notify,

    /// <summary>SCMP_ACT_TRACE: a tracer decides; without one the call fails with ENOSYS.</summary>
    Trace,

    /// <summary>SCMP_ACT_LOG: the call is made, and noted in the audit log.</summary>
    Log,

    /// <summary>SCMP_ACT_ALLOW: the call is made.</summary>
    Allow,
}
