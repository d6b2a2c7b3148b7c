using Ctrace.Core.Linux;

namespace Ctrace.Core.Seccomp;

/// <summary>What a filter returns for a call: an action, and 16 bits of data for it (seccomp(2), SECCOMP_RET_DATA).</summary>
/// <param name="Value">The 32 bits.</param>
public readonly record struct FilterReturn(uint Value)
{
    private const uint DataBits = 0xFFFF;

    // include/linux/err.h; a larger error is cut to it (kernel/seccomp.c, __seccomp_filter).
    private const int MAX_ERRNO = 4095;

    /// <summary>An action with data: the error of <see cref="SeccompAction.Errno"/>, the tracer's message of <see cref="SeccompAction.Trace"/>.</summary>
    /// <param name="action">What is done.</param>
    /// <param name="data">0 to 65535; of more the low 16 bits count, as libseccomp takes them (SCMP_ACT_ERRNO, seccomp.h).</param>
    public FilterReturn(SeccompAction action, int data = 0)
        : this((uint)action | ((uint)data & DataBits))
    {
    }

    /// <summary>The call goes on.</summary>
    public static FilterReturn Allow => new(SeccompAction.Allow);

    /// <summary>What is done. A value that the kernel does not know kills the process (kernel/seccomp.c, __seccomp_filter).</summary>
    public SeccompAction Action => (SeccompAction)(Value & ~DataBits) is var action && Enum.IsDefined(action) ? action : SeccompAction.KillProcess;

    /// <summary>The data, 0 to 65535.</summary>
    public int Data => (int)(Value & DataBits);

    /// <summary>For <see cref="SeccompAction.Errno"/>: the error that the caller sees; 0 looks like success.</summary>
    public int Error => Math.Min(Data, MAX_ERRNO);

    /// <summary>Whether the call can be made: by ALLOW and LOG, and by TRACE and NOTIFY if whoever decides then lets it.</summary>
    public bool MayRun => Action is SeccompAction.Allow or SeccompAction.Log or SeccompAction.Trace or SeccompAction.Notify;

    /// <summary>
    /// Whether the answer is that the kernel has no such call. Callers take that for an older kernel and go on without
    /// (tables/fallbacks.csv), which is why profiles answer it: nothing is refused that the caller had counted on.
    /// </summary>
    public bool DisguisesCall => Action == SeccompAction.Errno && Data == Errno.ENOSYS;

    /// <summary>
    /// What comes first when several filters answer: the lower action as a signed number (kernel/seccomp.c, ACTION_ONLY
    /// and seccomp_run_filters).
    /// </summary>
    internal int Precedence => unchecked((int)(Value & ~DataBits));

    /// <summary>As on the command line: <c>allow</c>, <c>errno:EPERM</c>, <c>trap:3</c>, <c>kill_process</c>.</summary>
    public override string ToString() => Action switch
    {
        SeccompAction.Errno => $"errno:{Errno.Name(Error) ?? $"{Error}"}",
        SeccompAction.Trap or SeccompAction.Trace when Data != 0 => $"{ActionName.Word(Action)}:{Data}",
        var action => ActionName.Word(action),
    };
}
