namespace Ctrace.Core.Verification;

/// <summary>What is done with a call; the values are the kernel's SECCOMP_RET_* (include/uapi/linux/seccomp.h; seccomp(2)).</summary>
public enum FilterAction : uint
{
    /// <summary>The process dies of SIGSYS. Any value that the kernel does not know means the same (since Linux 4.14).</summary>
    KillProcess = 0x8000_0000,

    /// <summary>The thread dies of SIGSYS.</summary>
    KillThread = 0x0000_0000,

    /// <summary>The thread gets a SIGSYS that it can handle.</summary>
    Trap = 0x0003_0000,

    /// <summary>The call fails with the error in the data.</summary>
    Errno = 0x0005_0000,

    /// <summary>A supervisor decides (seccomp_unotify(2)); ENOSYS when there is none.</summary>
    Notify = 0x7FC0_0000,

    /// <summary>A tracer decides; ENOSYS when there is none.</summary>
    Trace = 0x7FF0_0000,

    /// <summary>The call is made and logged.</summary>
    Log = 0x7FFC_0000,

    /// <summary>The call is made.</summary>
    Allow = 0x7FFF_0000,
}
