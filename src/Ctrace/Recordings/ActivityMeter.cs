using Ctrace.Core.Linux;
using Ctrace.Core.Status;
using Ctrace.Core.Traces;

namespace Ctrace.Recordings;

/// <summary>What one container did in the last seconds, by what its counters held each time that they were read.</summary>
/// <param name="hasDeniedCalls">Whether denied calls are recorded.</param>
internal sealed class ActivityMeter(bool hasDeniedCalls)
{
    // A container can be denied as many things as there are calls and errors.
    private const int MostDenied = 16;
    private const int MostDangerous = 32;
    private static readonly TimeSpan Recent = TimeSpan.FromSeconds(ContainerActivity.RecentSeconds);
    private static readonly TimeSpan Shortest = TimeSpan.FromMilliseconds(100);
    private static readonly HashSet<string> Dangerous = [.. Danger.Syscalls.Select(danger => danger.Name)];
    private static readonly HashSet<string> Refusing = ["EPERM", "EACCES"];

    private readonly Queue<(TimeSpan At, Dictionary<(string Name, string? Errno), ulong> Counts)> _fresh = [];
    private Dictionary<(string Name, string? Errno), ulong> _denied = [];
    private Dictionary<string, ulong> _programs = [];
    private (TimeSpan At, ulong Calls)? _last;

    /// <summary>As of the last time.</summary>
    public ContainerActivity Now { get; private set; } = new(null, [], []);

    /// <summary>Takes what the counters hold.</summary>
    /// <param name="trace">All that was counted since the container is watched.</param>
    /// <param name="programs">How many calls each program made, where that was counted; null where it was not.</param>
    /// <param name="now">When, on any clock that does not jump.</param>
    public void Add(Trace trace, IReadOnlyDictionary<string, ulong>? programs, TimeSpan now)
    {
        if (_last is { } before && now - before.At < Shortest)
        {
            return;
        }

        var calls = trace.Syscalls.Aggregate(0UL, (sum, call) => sum + call.Value);
        var (program, share) = programs is null ? (null, 0) : Busiest(programs);
        Now = new ContainerActivity(_last is { } last ? (calls - last.Calls) / (now - last.At).TotalSeconds : null, Denials(trace, now),
            [.. trace.Syscalls.Keys.Select(call => call.Name).Where(Dangerous.Contains).Distinct().Order(StringComparer.Ordinal).Take(MostDangerous)])
        {
            HasDeniedCalls = hasDeniedCalls,
            HasPrograms = programs is not null,
            Program = program,
            ProgramShare = share,
        };
        _last = (now, calls);
    }

    private IReadOnlyList<RecentDenial> Denials(Trace trace, TimeSpan now)
    {
        var denied = trace.CapabilitiesDenied.Select(entry => (Key: (entry.Key, (string?)null), entry.Value))
            .Concat(trace.Denied.Select(entry => (Key: Key(entry.Key), entry.Value)))
            .Concat(trace.Failed.Select(entry => (Key: Key(entry.Key), entry.Value)).Where(entry => Refusing.Contains(entry.Key.Item2!)))
            .GroupBy(entry => entry.Key, entry => entry.Value)
            .ToDictionary(counts => counts.Key, counts => counts.Aggregate(0UL, (sum, count) => sum + count));
        var more = Growth(denied, _denied);
        if (more.Count > 0)
        {
            _fresh.Enqueue((now, more));
        }

        _denied = denied;
        while (_fresh.TryPeek(out var oldest) && now - oldest.At >= Recent)
        {
            _fresh.Dequeue();
        }

        return
        [
            .. _fresh.SelectMany(fresh => fresh.Counts).GroupBy(entry => entry.Key, entry => entry.Value)
                .Select(counts => new RecentDenial(counts.Key.Name, counts.Key.Errno, counts.Aggregate(0UL, (sum, count) => sum + count)))
                .OrderByDescending(denial => denial.Count).ThenBy(denial => denial.Shown, StringComparer.Ordinal).Take(MostDenied),
        ];
    }

    private (string? Program, double Share) Busiest(IReadOnlyDictionary<string, ulong> programs)
    {
        var more = Growth(programs, _programs);
        _programs = new Dictionary<string, ulong>(programs);
        if (more.Count == 0)
        {
            return (null, 0);
        }

        var (name, most) = more.OrderByDescending(entry => entry.Value).ThenBy(entry => entry.Key, StringComparer.Ordinal).First();
        return (name, most / more.Values.Aggregate(0.0, (sum, count) => sum + count));
    }

    private static Dictionary<TKey, ulong> Growth<TKey>(IReadOnlyDictionary<TKey, ulong> now, Dictionary<TKey, ulong> before)
        where TKey : notnull =>
        now.Where(entry => entry.Value > before.GetValueOrDefault(entry.Key)).ToDictionary(entry => entry.Key, entry => entry.Value - before.GetValueOrDefault(entry.Key));

    private static (string Name, string? Errno) Key(Outcome outcome) => (outcome.Syscall.Name, Errno.Name(outcome.Errno) ?? $"errno {outcome.Errno}");
}
