using Ctrace.Core.Linux;

namespace Ctrace.Core.Profiles.Seccomp;

/// <summary>What a filter returns for a call: an action and 16 bits of data (seccomp(2), SECCOMP_RET_DATA).</summary>
/// <param name="Action">What is done.</param>
/// <param name="Data">The error of <see cref="SeccompAction.Errno"/>, the tracer's message of <see cref="SeccompAction.Trace"/>; else 0.</param>
public readonly record struct FilterReturn(SeccompAction Action, int Data = 0)
{
    /// <summary>The call goes on.</summary>
    public static FilterReturn Allow => new(SeccompAction.Allow);

    /// <summary>Whether the call is made: by ALLOW and LOG, and by TRACE and NOTIFY if whoever decides then lets it.</summary>
    public bool MakesCall => Action is SeccompAction.Allow or SeccompAction.Log or SeccompAction.Trace or SeccompAction.Notify;

    /// <summary>
    /// Whether the answer is that the kernel has no such call. Callers take that for an older kernel and go on without
    /// (tables/fallbacks.csv), which is why profiles answer it: nothing is refused that the caller had counted on.
    /// </summary>
    public bool DisguisesCall => Action == SeccompAction.Errno && Data == Errno.ENOSYS;

    /// <summary>As on the command line: <c>allow</c>, <c>errno:EPERM</c>.</summary>
    public override string ToString() => Action switch
    {
        SeccompAction.KillProcess => "kill_process",
        SeccompAction.KillThread => "kill_thread",
        SeccompAction.Errno => $"errno:{Errno.Name(Data) ?? $"{Data}"}",
        _ => $"{Action}".ToLowerInvariant(),
    };
}
