using Ctrace.Core.Traces;
using Ctrace.Probes;
using Stopwatch = System.Diagnostics.Stopwatch;

namespace Ctrace.Recordings;

/// <summary>
/// Reads what containers have counted and writes what is new: each every two seconds, a part of them at a glance, so that a
/// thousand containers hold up the daemon no longer than ten. Writes are made beside it, new names before new numbers: as many
/// are begun at a glance as fit, and the rest a moment later.
/// </summary>
/// <param name="probe">Whose maps are read.</param>
/// <param name="recordings">The slots that are recorded.</param>
/// <param name="tracefiles">What they are recorded into.</param>
internal sealed class FlushRound(TraceProbe probe, IReadOnlyDictionary<int, SlotRecording> recordings, OpenTracefiles tracefiles)
{
    private const int Glances = 20;
    private static readonly TimeSpan Every = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan ForWriting = TimeSpan.FromMilliseconds(10);

    private readonly Queue<(int Index, SlotRecording Recording)> _waiting = [];
    private ProbeSnapshot? _snapshot;
    private int _share;
    private long _begun = Stopwatch.GetTimestamp();
    private TimeSpan _longest;

    /// <summary>The longest glance of the last whole round.</summary>
    public TimeSpan Longest { get; private set; }

    /// <summary>Takes one glance.</summary>
    /// <param name="read">Reads a slot.</param>
    /// <returns>Whether a round began with it.</returns>
    public bool Glance(Func<int, SlotRecording, ProbeSnapshot, Trace> read)
    {
        var start = Stopwatch.GetTimestamp();
        var begins = _waiting.Count == 0 && Stopwatch.GetElapsedTime(_begun, start) >= Every;
        if (begins)
        {
            (_begun, Longest, _longest) = (start, _longest, default);
            _snapshot = recordings.Count > 0 ? probe.Snapshot() : null;
            foreach (var (index, recording) in recordings)
            {
                _waiting.Enqueue((index, recording));
            }

            _share = (recordings.Count + Glances - 1) / Glances;
        }

        for (var left = _share; left > 0 && _waiting.TryDequeue(out var next); left--)
        {
            // What the maps held may be of a container that had the slot before.
            var (index, recording) = next;
            if (recordings.TryGetValue(index, out var now) && ReferenceEquals(now, recording))
            {
                recording.Sink.Update(index, read(index, recording, _snapshot!));
            }
        }

        foreach (var sink in tracefiles.All.Where(sink => sink.IsStale && !sink.IsBusy && (sink.IsUrgent || sink.LastTry < start - Ticks(Every))).OrderByDescending(sink => sink.IsUrgent).ThenByDescending(sink => sink.HasNewNames).ThenBy(sink => sink.LastTry))
        {
            if (tracefiles.IsFull || Stopwatch.GetElapsedTime(start) > ForWriting)
            {
                break;
            }

            tracefiles.Write(sink);
        }

        var took = Stopwatch.GetElapsedTime(start);
        _longest = took > _longest ? took : _longest;
        return begins;
    }

    /// <summary>Reads all, however long it takes.</summary>
    public void Finish(Func<int, SlotRecording, ProbeSnapshot, Trace> read)
    {
        var snapshot = probe.Snapshot();
        foreach (var (index, recording) in recordings)
        {
            recording.Sink.Update(index, read(index, recording, snapshot));
        }
    }

    private static long Ticks(TimeSpan time) => (long)(time.TotalSeconds * Stopwatch.Frequency);
}
