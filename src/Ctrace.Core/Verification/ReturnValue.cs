using Ctrace.Core.Linux;

namespace Ctrace.Core.Verification;

/// <summary>What a filter returned: an action, and 16 bits of data for it.</summary>
/// <param name="Value">The 32 bits.</param>
public readonly record struct ReturnValue(uint Value)
{
    private const uint DataBits = 0xFFFF;

    // include/linux/err.h; a larger error is cut to it (kernel/seccomp.c, __seccomp_filter).
    private const int MAX_ERRNO = 4095;

    /// <summary>An action with data.</summary>
    public ReturnValue(FilterAction action, ushort data = 0)
        : this((uint)action | data)
    {
    }

    /// <summary>What is done. A value that the kernel does not know kills the process (kernel/seccomp.c, __seccomp_filter).</summary>
    public FilterAction Action => (FilterAction)(Value & ~DataBits) is var action && Enum.IsDefined(action) ? action : FilterAction.KillProcess;

    /// <summary>The data, 0 to 65535.</summary>
    public int Data => (int)(Value & DataBits);

    /// <summary>For <see cref="FilterAction.Errno"/>: the error that the caller sees; 0 looks like success.</summary>
    public int Error => Math.Min(Data, MAX_ERRNO);

    /// <summary>Whether the call can be made: at once, or when a tracer or supervisor says so.</summary>
    public bool MayRun => Action is FilterAction.Allow or FilterAction.Log or FilterAction.Trace or FilterAction.Notify;

    /// <summary>
    /// What comes first when several filters answer: the lower action as a signed number (kernel/seccomp.c, ACTION_ONLY
    /// and seccomp_run_filters).
    /// </summary>
    internal int Precedence => unchecked((int)(Value & ~DataBits));

    /// <summary>In words: <c>allow</c>, <c>errno EPERM</c>, <c>trap 3</c>, <c>kill process</c>.</summary>
    public override string ToString() => Action switch
    {
        FilterAction.Allow => "allow",
        FilterAction.Log => "log",
        FilterAction.Errno when Error == 0 => "errno 0 (looks like success)",
        FilterAction.Errno => $"errno {Errno.Name(Error) ?? Error.ToString()}",
        FilterAction.Trap => Data == 0 ? "trap" : $"trap {Data}",
        FilterAction.Trace => Data == 0 ? "trace" : $"trace {Data}",
        FilterAction.Notify => "notify",
        FilterAction.KillThread => "kill thread",
        _ => "kill process",
    };
}
