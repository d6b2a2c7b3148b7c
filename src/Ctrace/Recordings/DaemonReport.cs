using Ctrace.Core.Status;
using Ctrace.Core.Traces;
using Ctrace.Probes;

namespace Ctrace.Recordings;

/// <summary>What a daemon has done so far, for whoever asks it.</summary>
internal sealed class DaemonReport(TraceProbe probe, string data, string endpoint)
{
    private readonly DateTimeOffset _started = DateTimeOffset.UtcNow;
    private EngineStatus _engine = new(endpoint, "", Connected: false, DateTimeOffset.UtcNow, "it has not been asked", 0);
    private ulong _recordings;
    private ulong _finishedCalls;
    private ulong _finishedLost;
    private ulong _writes;
    private DateTimeOffset? _lastWrite;
    private TimeSpan _flush;

    /// <summary>The engine answers.</summary>
    public void Connected(IReadOnlyList<Fact> facts) => _engine = _engine with
    {
        Connected = true,
        Since = DateTimeOffset.UtcNow,
        Problem = "",
        Version = facts.Where(fact => fact.Key == Fact.Engine).Select(fact => fact.Value).FirstOrDefault(_engine.Version),
    };

    /// <summary>The engine is gone.</summary>
    public void Disconnected(string reason) => _engine = _engine with
    {
        Since = _engine.Connected ? DateTimeOffset.UtcNow : _engine.Since,
        Connected = false,
        Problem = reason,
    };

    /// <summary>The engine told of something.</summary>
    public void Happened() => _engine = _engine with { Events = _engine.Events + 1 };

    /// <summary>A container's recording began.</summary>
    public void Began() => _recordings++;

    /// <summary>A container's recording is over.</summary>
    public void Ended(Trace trace)
    {
        _finishedCalls += Calls(trace);
        _finishedLost += trace.Lost;
    }

    /// <summary>A tracefile was written.</summary>
    public void Wrote()
    {
        _writes++;
        _lastWrite = DateTimeOffset.UtcNow;
    }

    /// <summary>All containers were looked at.</summary>
    public void Flushed(TimeSpan took) => _flush = took;

    /// <summary>
    /// What is so now. It is added up when the result is called, by whoever asks and on any thread, since nothing that it holds changes:
    /// the daemon's own work does not grow with what it is asked.
    /// </summary>
    public Func<DaemonStatus> Now(IReadOnlyDictionary<int, SlotRecording> recordings, KnownContainers known, UntracedContainers untraced, DaemonLog log)
    {
        var live = recordings.Select(entry => (entry.Value, Trace: entry.Value.Sink.Live(entry.Key), entry.Value.Sink.LastWrite, entry.Value.Refusals.WouldRefuse, Activity: entry.Value.Activity.Now)).ToArray();
        var (slots, used, knownCount, untracedNow, flush) = (probe.Slots, probe.InUse().Count(), known.Count, untraced.All, _flush);
        var (engine, count, calls, lost, writes) = (_engine, _recordings, _finishedCalls, _finishedLost, new WriteStatus(_writes, log.Failures, _lastWrite, log.Failing));
        var (missed, misplaced) = (probe.Misses, probe.Misplaced.Count);
        return () =>
        {
            TracedContainer[] traced =
            [
                .. live.Select(one => Traced(one.Value, one.Trace, one.LastWrite) with { WouldRefuse = one.WouldRefuse, Activity = one.Activity })
                    .OrderBy(one => one.Name, StringComparer.Ordinal).ThenBy(one => one.Id, StringComparer.Ordinal),
            ];
            return new DaemonStatus
            {
                Version = ProgramVersion.Current,
                ProcessId = Environment.ProcessId,
                Started = _started,
                AgeSeconds = 0,
                Data = data,
                CapabilityProbe = probe.CapabilityHook.Name,
                Engine = engine,
                Slots = slots,
                SlotsUsed = used,
                Recordings = count,
                Calls = traced.Aggregate(calls, (sum, one) => sum + one.Calls),
                Missed = missed,
                Misplaced = misplaced,
                Lost = traced.Aggregate(lost, (sum, one) => sum + one.Lost),
                Writes = writes,
                FlushSeconds = flush.TotalSeconds,
                MemoryBytes = Environment.WorkingSet,
                Known = knownCount,
                Traced = traced,
                Untraced = untracedNow,
            };
        };
    }

    private static TracedContainer Traced(SlotRecording recording, Trace trace, DateTimeOffset? lastWrite) => new(
        recording.Container.Name, recording.ContainerId, recording.Sink.Path.Text, [.. trace.Values(Fact.Scope)],
        Calls(trace), trace.Syscalls.Count, trace.NeededCapabilities.Count(), trace.Lost, lastWrite)
    {
        Profile = recording.Refusals.Profile,
        Refused = [.. trace.Refused.Select(entry => entry.Key).Where(call => call is { IsForeseen: false, IsDisguised: false }).Select(call => call.Syscall.Name).Distinct().Order(StringComparer.Ordinal)],
    };

    private static ulong Calls(Trace trace) => trace.Syscalls.Aggregate(0ul, (sum, call) => sum + call.Value);
}
