using System.Collections.Immutable;
using Ctrace.Core.Traces;

namespace Ctrace.Core.Lives;

/// <summary>How much of a container's life a trace has seen, in numbers.</summary>
internal sealed record LifeSummary
{
    private const int Kill = 9;

    private LifeSummary()
    {
    }

    /// <summary>Whether it was recorded at all.</summary>
    public bool IsKnown { get; private init; }

    /// <summary>Whether some of several recordings do not tell, so that the numbers are the least that it can be.</summary>
    public bool IsPartlyKnown { get; private init; }

    /// <summary>Starts that were recorded from their beginning.</summary>
    public int Starts { get; private init; }

    /// <summary>Starts whose recording began later.</summary>
    public int LateStarts { get; private init; }

    /// <summary>Starts on data directories that held something.</summary>
    public int StartsOnData { get; private init; }

    /// <summary>For how many milliseconds was recorded, in all starts.</summary>
    public ulong Observed { get; private init; }

    /// <summary>What data directories held, in any start.</summary>
    public DataState Data { get; private init; }

    /// <summary>How starts ended, and how many so.</summary>
    public ImmutableSortedDictionary<RunEnd, int> Ends { get; private init; } = ImmutableSortedDictionary<RunEnd, int>.Empty;

    /// <summary>Starts that ended by themselves after the first process got a signal that stops it: TERM, INT or the container's own.</summary>
    public int Stops { get; private init; }

    /// <summary>The signals that stopped it so, a bit each as in <see cref="Arrivals"/>.</summary>
    public ulong StoppedBy { get; private init; }

    /// <summary>Starts that got such a signal, and were killed.</summary>
    public int StopsByForce { get; private init; }

    /// <summary>All signals that arrived, a bit each.</summary>
    public ulong Signals { get; private init; }

    /// <summary>The name that came last; null when that is not known.</summary>
    public LastName? Last { get; private init; }

    /// <summary>Works it out.</summary>
    public static LifeSummary Of(Trace trace)
    {
        ArgumentNullException.ThrowIfNull(trace);
        List<RunStart> starts = [.. trace.Life.Starts];
        var stops = StopSignals(trace);
        var stopped = starts.Where(start => start.End is not null && (start.Signals.First & stops) != 0).ToLookup(start => start.End != new RunEnd(true, Kill));
        return new LifeSummary
        {
            IsKnown = starts.Count > 0,
            IsPartlyKnown = trace.Values(Fact.Life).Contains("") || trace.Values(Fact.Starts).Any(),
            Starts = starts.Count(start => start.IsWhole),
            LateStarts = starts.Count(start => !start.IsWhole),
            StartsOnData = starts.Count(start => start.Data.HasFlag(DataState.Used)),
            Observed = Sum(starts.Select(start => start.Observed)),
            Data = starts.Aggregate(DataState.Unknown, (all, start) => all | start.Data),
            Ends = starts.Where(start => start.End is not null).CountBy(start => start.End!.Value).ToImmutableSortedDictionary(),
            Stops = stopped[true].Count(),
            StoppedBy = stopped[true].Aggregate(0UL, (all, start) => all | (start.Signals.First & stops)),
            StopsByForce = stopped[false].Count(),
            Signals = starts.Aggregate(0UL, (all, start) => all | start.Signals.All),
            Last = FindLast(trace.Life, starts),
        };
    }

    /// <summary>The signals by which a container is stopped: those that everybody uses, and those that its image names (the fact stop-signal).</summary>
    private static ulong StopSignals(Trace trace)
    {
        string[] names = ["term", "int", .. trace.Values(Fact.StopSignal)];
        return Enumerable.Range(1, 64).Where(number => names.Contains(Linux.Signals.Name(number))).Aggregate(0UL, (all, number) => all | Arrivals.Bit(number));
    }

    private static LastName? FindLast(Life life, List<RunStart> starts)
    {
        var names = life.Syscalls.Select(entry => (entry.Key.Name, First: entry.Value))
            .Concat(life.Capabilities.Select(entry => (Name: $"CAP_{entry.Key.ToUpperInvariant()}", First: entry.Value))).ToList();
        if (names.Count == 0)
        {
            return null;
        }

        var (name, last) = names.MaxBy(entry => entry.First);
        return new LastName(name, last.Time, last.Start.ToString(), Sum(starts.Select(start => After(start, last.Time))),
            starts.Count(start => start.IsWhole && start.Id != last.Start && start.Began > last.Time));
    }

    private static ulong After(RunStart start, long time)
    {
        var before = (ulong)Math.Max(0, time - start.Began);
        return start.Observed > before ? start.Observed - before : 0;
    }

    private static ulong Sum(IEnumerable<ulong> numbers) => numbers.Aggregate(0UL, (sum, number) => sum > ulong.MaxValue - number ? ulong.MaxValue : sum + number);
}

/// <summary>The name that came last, and what has brought nothing new since.</summary>
/// <param name="Name">A call (<c>openat</c>) or a capability (<c>CAP_CHOWN</c>).</param>
/// <param name="Time">When it came: milliseconds since 1970.</param>
/// <param name="Start">In which start: 16 hexadecimal digits.</param>
/// <param name="ObservedSince">For how many milliseconds was recorded after it, in all starts.</param>
/// <param name="StartsSince">How many starts were recorded from their beginning after it.</param>
internal sealed record LastName(string Name, long Time, string Start, ulong ObservedSince, int StartsSince);
