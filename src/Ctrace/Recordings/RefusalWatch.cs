using Ctrace.Core.Seccomp;
using Ctrace.Core.Seccomp.Filters;
using Ctrace.Core.Traces;
using Ctrace.Core.Verification;

namespace Ctrace.Recordings;

/// <summary>
/// What one container was refused, and what a profile would have refused it, noted as its counters are read: when each was first there, to
/// within a flush. The profile is as it was when the recording began.
/// </summary>
/// <param name="profile">What the profile is called; empty where there is none.</param>
/// <param name="filter">What a runtime makes of it; null where there is none.</param>
internal sealed class RefusalWatch(string profile, SeccompFilter? filter)
{
    private readonly Dictionary<RefusedCall, long> _first = [];
    private readonly HashSet<(bool, SyscallName)> _told = [];
    private (int, int, int) _judged = (-1, 0, 0);
    private IReadOnlyList<RefusedCall> _foreseen = [];

    /// <summary>What the profile is called; empty where there is none.</summary>
    public string Profile => profile;

    /// <summary>The images that the profile was recorded of, until the container's own was held against them.</summary>
    public IReadOnlyList<string> Images { get; set; } = [];

    /// <summary>The names of calls that the profile would have refused by now, sorted. What would have looked as if the kernel did not have it is not among them.</summary>
    public IReadOnlyList<string> WouldRefuse { get; private set; } = [];

    /// <summary>Notes what is new.</summary>
    /// <param name="trace">All that the container's counters hold.</param>
    /// <param name="now">When they were read.</param>
    /// <param name="news">Takes each call that was not told of before, once a name.</param>
    /// <returns>The trace with all that was noted so far.</returns>
    public Trace Add(Trace trace, DateTimeOffset now, Action<RefusedCall> news)
    {
        var refused = Foreseen(trace).Concat(trace.Refusals.Calls.Select(entry => (Call: Of(entry.Key), Count: entry.Value))).ToList();
        if (refused.Count == 0)
        {
            return trace;
        }

        foreach (var (call, _) in refused.Where(each => _first.TryAdd(each.Call, now.ToUnixTimeSeconds())))
        {
            // Callers go on with another call, and start up with such questions all the time.
            if (!call.IsDisguised && _told.Add((call.IsForeseen, call.Syscall)))
            {
                news(call);
            }
        }

        WouldRefuse = [.. refused.Where(each => each.Call is { IsForeseen: true, IsDisguised: false }).Select(each => each.Call.Syscall)
            .Select(call => call.Architecture == trace.Architecture ? call.Name : $"{call.Architecture}:{call.Name}").Distinct().Order(StringComparer.Ordinal)];
        return trace with { Refused = RefusedCalls.Create(refused.Select(each => KeyValuePair.Create(each.Call, new Sighting(_first[each.Call], each.Count)))) };
    }

    /// <summary>The calls are run through the filter when there is a new one among them, or one was given something new.</summary>
    private IEnumerable<(RefusedCall Call, ulong Count)> Foreseen(Trace trace)
    {
        if (filter is null)
        {
            return [];
        }

        var size = (trace.Syscalls.Count, trace.Arguments.Seen.Count, trace.Arguments.Any.Count);
        if (size != _judged)
        {
            _judged = size;
            _foreseen = [.. ForeseenRefusals.Of(trace, [filter], profile).Select(each => each.Call)];
        }

        return _foreseen.Select(call => (call, call.Arguments is null ? trace.Syscalls[call.Syscall] : trace.Arguments.Seen[call.Arguments]));
    }

    private static RefusedCall Of(Refusal refusal) => new("", refusal.Outcome.Syscall,
        new FilterReturn(SeccompAction.Errno, refusal.Outcome.Errno).ToString(), refusal.Arguments, refusal.Caller);
}
