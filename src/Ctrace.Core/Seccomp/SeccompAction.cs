namespace Ctrace.Core.Seccomp;

/// <summary>
/// What a filter does with a call; the values are the kernel's SECCOMP_RET_* (include/uapi/linux/seccomp.h; seccomp(2)), from the strongest to
/// the weakest: where several filters are loaded, the kernel takes the strongest answer.
/// </summary>
public enum SeccompAction : uint
{
    /// <summary>SCMP_ACT_KILL_PROCESS: the process dies of SIGSYS. Any value that the kernel does not know means the same (since Linux 4.14).</summary>
    KillProcess = 0x8000_0000,

    /// <summary>SCMP_ACT_KILL_THREAD, and SCMP_ACT_KILL: the thread dies of SIGSYS, and its process goes on without it.</summary>
    KillThread = 0x0000_0000,

    /// <summary>SCMP_ACT_TRAP: the thread gets a SIGSYS that it can handle.</summary>
    Trap = 0x0003_0000,

    /// <summary>SCMP_ACT_ERRNO: the call fails with the error in the data, and is not made.</summary>
    Errno = 0x0005_0000,

    /// <summary>SCMP_ACT_NOTIFY: a supervisor decides (seccomp_unotify(2)); ENOSYS when there is none.</summary>
    Notify = 0x7FC0_0000,

    /// <summary>SCMP_ACT_TRACE: a tracer decides; ENOSYS when there is none.</summary>
    Trace = 0x7FF0_0000,

    /// <summary>SCMP_ACT_LOG: the call is made, and noted in the audit log.</summary>
    Log = 0x7FFC_0000,

    /// <summary>SCMP_ACT_ALLOW: the call is made.</summary>
    Allow = 0x7FFF_0000,
}
