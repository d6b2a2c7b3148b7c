using System.Threading.Channels;
using Ctrace.Cgroups;
using Ctrace.Core;
using Ctrace.Core.Tracefiles;
using Ctrace.Core.Traces;
using Ctrace.Engines.Docker;
using Ctrace.Probes;
using Ctrace.Status;
using Ctrace.Tracefiles;
using Stopwatch = System.Diagnostics.Stopwatch;

namespace Ctrace.Recordings;

/// <summary>
/// Records every container that carries the label into its tracefile. The probe gives each new container a slot before
/// it runs; what the engine says afterwards decides whether the slot is recorded or given back. While the engine is
/// away the counters go on.
/// </summary>
internal sealed class TraceDaemon
{
    private static readonly TimeSpan Glance = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan UnknownFor = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan Quiet = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan AskedFor = TimeSpan.FromSeconds(10);

    private readonly TraceProbe _probe;
    private readonly DockerEngine _engine;
    private readonly DaemonLog _log;
    private readonly CgroupLayout _layout = CgroupLayout.Detect();
    private readonly KnownContainers _known;
    private readonly Dictionary<int, SlotRecording> _recordings = [];
    private readonly Dictionary<int, long> _unknownSince = [];

    private readonly UntracedContainers _untraced = new();
    private readonly ProfileWatches _watches;
    private readonly DaemonReport _report;
    private readonly OpenTracefiles _tracefiles;
    private readonly FlushRound _round;
    private readonly StatusServer? _status;
    private readonly List<ContainerAnswer> _undecided = [];
    private IReadOnlyList<Fact> _engineFacts = [];
    private bool _connected;
    private ulong _misplacedSaid = 1;
    private long _lastEvent = Stopwatch.GetTimestamp();

    /// <param name="probe">Attached.</param>
    /// <param name="data">Where tracefiles go.</param>
    /// <param name="engine">Whose containers are traced.</param>
    /// <param name="log">Where it says what happens.</param>
    /// <param name="status">Where it is asked; null when it is not to be.</param>
    /// <param name="imageLabels">Whether labels that images bring count too.</param>
    /// <param name="watches">What containers are held against that ask for it.</param>
    public TraceDaemon(
        TraceProbe probe, DataDirectory data, DockerEngine engine, DaemonLog log, StatusServer? status, bool imageLabels, ProfileWatches watches)
    {
        _watches = watches;
        (_probe, _engine, _known, _log, _status) = (probe, engine, new KnownContainers(engine) { ImageLabels = imageLabels }, log, status);
        _report = new DaemonReport(probe, data.Path, engine.Endpoint.ToString());
        _tracefiles = new OpenTracefiles(data, log, _report);
        _round = new FlushRound(probe, _recordings, _tracefiles);
    }

    /// <summary>Goes on until it is cancelled; then everything that was counted has been written.</summary>
    /// <exception cref="CtraceException">The engine was not there at the start, or the last write failed.</exception>
    public async Task RunAsync(CancellationToken cancellation)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        var notices = Channel.CreateUnbounded<EngineNotice>();
        var watch = EngineNotices.WriteAsync(_engine, notices.Writer, stop.Token);
        Publish();
        try
        {
            while (!cancellation.IsCancellationRequested)
            {
                await EngineNotices.WaitAsync(notices.Reader, Glance, cancellation);
                while (notices.Reader.TryRead(out var notice))
                {
                    await TakeAsync(notice, cancellation);
                }

                _probe.CountsPrograms = _status?.WasAsked(AskedFor) == true; // for 'ctrace top' alone
                await TakeUpRunningAsync();
                Scan();
                _tracefiles.TakeBack();
                if (_round.Glance(Read))
                {
                    _report.Flushed(_round.Longest);
                    Publish();
                }
            }
        }
        catch (OperationCanceledException) when (cancellation.IsCancellationRequested)
        {
            // The way to stop.
        }
        finally
        {
            await stop.CancelAsync();
        }

        await _known.SettleAsync();
        Scan();
        _round.Finish(Read);
        _tracefiles.WriteAll();
        _log.ThrowIfFailing();
        if (!cancellation.IsCancellationRequested)
        {
            await watch; // it ended by itself: it says why
        }
    }

    private async Task TakeAsync(EngineNotice notice, CancellationToken cancellation)
    {
        switch (notice)
        {
            case EngineNotice.Connected connected:
                _connected = true;
                _log.Connected();
                _engineFacts = await ContainerFacts.OfEngineAsync(_engine, cancellation);
                _report.Connected(_engineFacts);
                _known.RemoveOthers(connected.Containers.Select(container => container.Id.Value));
                Learn(connected.Containers);
                Publish();
                break;
            case EngineNotice.Unreadable unreadable:
                _report.Happened();
                _lastEvent = Stopwatch.GetTimestamp();
                _log.Say(new LogEntry("event-unreadable", $"an event of the engine was not understood: {unreadable.Problem}"));
                Learn(unreadable.Containers);
                break;
            case EngineNotice.Happened { Event: var happened }:
                _report.Happened();
                _lastEvent = Stopwatch.GetTimestamp();
                _known.Learn(happened.Id.Value, happened.Name, KnownContainer.LabelOf(happened.Attributes), happened.Image, KnownContainer.ProfileOf(happened.Attributes));
                if (happened.Action == ContainerAction.Destroy)
                {
                    _known.Remove(happened.Id.Value);
                }
                else if (happened.Action == ContainerAction.Start && _known[happened.Id.Value] is { Label: not null } && !_probe.InUse().Any(slot => slot.ContainerId == happened.Id.Value))
                {
                    // Its cgroup was made before the probe was there, and it ran after the engine had told what runs.
                    _known.Ask(happened.Id.Value);
                }

                break;
            case EngineNotice.Disconnected disconnected:
                _connected = false;
                _known.Disconnected();
                _report.Disconnected(disconnected.Reason);
                _log.Say(new LogEntry("engine-gone", $"the engine is gone: {disconnected.Reason}; what runs is recorded on, and it is tried again"));
                Publish();
                break;
        }
    }

    private void Learn(IReadOnlyList<ContainerSummary> containers)
    {
        foreach (var container in containers)
        {
            var label = KnownContainer.LabelOf(container.Labels);
            _known.Learn(container.Id.Value, container.Name, label, container.Image, KnownContainer.ProfileOf(container.Labels));
            if (container.IsRunning && label is not null && !IsRecorded(container.Id.Value))
            {
                _known.Ask(container.Id.Value);
            }
        }
    }

    private bool IsRecorded(string id) => _recordings.Values.Any(recording => recording.ContainerId == id);

    /// <summary>Takes up running containers, now that the engine has answered about them.</summary>
    private async Task TakeUpRunningAsync()
    {
        IReadOnlyList<ContainerAnswer> answers = [.. _undecided, .. await _known.TakeAnswersAsync()];
        _undecided.Clear();
        _undecided.AddRange(answers.Where(answer => _known[answer.Id] is { IsDecided: false }));
        if (answers.Count == _undecided.Count)
        {
            return;
        }

        var (cgroups, snapshot) = (CgroupDirectory.OfContainers(_layout), _probe.Snapshot());
        var slots = _probe.InUse().Select(slot => slot.ContainerId).ToHashSet(StringComparer.Ordinal);
        foreach (var answer in answers)
        {
            var id = answer.Id;
            if (answer.Problem.Length > 0)
            {
                Pass(id, id, answer.Problem);
            }

            if (answer.IsNotWanted || (_known[id] is { IsForeign: true } && answer.Problem.Length == 0))
            {
                // It had found no slot, and was named before anybody knew whose it is.
                _untraced.Remove(id);
            }

            if (!slots.Contains(id))
            {
                _known.ForgetForeign(id);
            }

            if (!IsWanted(id) || answer.Container is not { State.Running: true } container || IsRecorded(id))
            {
                continue;
            }

            var isOver = false;
            if (cgroups.GetValueOrDefault(id) is { } cgroup && RunningContainer.TakeUp(_probe, cgroup, out isOver) is { } taken)
            {
                Begin(_probe[taken.Slot], id, taken.Facts, snapshot);
            }
            else
            {
                Pass(id, container.Name, isOver ? "it ended before it was taken up" : $"its cgroup is not known, or all {_probe.Slots} slots are in use");
            }
        }
    }

    private void Scan()
    {
        foreach (var name in _probe.TakeUntraced())
        {
            var id = CgroupName.ContainerId(name) ?? name;
            if (_known[id] is { IsDecided: true } && !IsWanted(id))
            {
                continue;
            }

            if (_known[id] is null)
            {
                _known.Ask(id);
            }

            Pass(id, _known[id]?.Name ?? id, _probe.InUse().Count() == _probe.Slots
                ? $"all {_probe.Slots} slots are in use (--slots gives more)"
                : $"containers that the engine does not know have taken as many of the {_probe.Slots} slots as they may (--slots gives more)");
        }

        TellMisplaced();
        var (over, ended) = (new List<int>(), new List<int>());
        ProbeSnapshot? snapshot = null;
        Slot[] inUse = [.. _probe.InUse()];
        var mayWait = inUse.Length < _probe.Slots / 2 && Stopwatch.GetElapsedTime(_lastEvent) < Quiet;
        foreach (var slot in inUse)
        {
            if (!_recordings.ContainsKey(slot.Index) && !(IsWanted(slot) && Begin(slot, slot.ContainerId!, [], snapshot ??= _probe.Snapshot())))
            {
                if (IsForeign(slot, mayWait))
                {
                    over.Add(slot.Index);
                    _known.ForgetForeign(slot.ContainerId);
                }

                continue;
            }

            // The engine is given a moment more to answer. One that was started again meanwhile goes on in the same slot.
            if (slot.State == SlotState.Ended && _recordings.TryGetValue(slot.Index, out var recording)
                && recording.Container.Facts.IsCompleted && _probe.TryClose(slot.Index))
            {
                ended.Add(slot.Index);
            }
        }

        End(ended);
        over.AddRange(ended);
        _probe.Release(over);
        foreach (var index in over)
        {
            _unknownSince.Remove(index);
        }

        foreach (var id in _known.ForgetRemoved(inUse.Select(slot => slot.ContainerId)))
        {
            _untraced.Remove(id);
        }
    }

    /// <summary>Said when it begins, and each time it has become ten times as much: whoever makes such names could make many.</summary>
    private void TellMisplaced()
    {
        var (count, last) = _probe.Misplaced;
        if (count >= _misplacedSaid)
        {
            _misplacedSaid = count * 10;
            _log.Say(new LogEntry("cgroup-not-believed",
                $"{count} cgroups have been named like a container's where no engine makes one, the last {last}: none of them is taken for a container"));
        }
    }

    /// <summary>Completes recordings whose slots are closed: only what is read from here on is final.</summary>
    private void End(List<int> closed)
    {
        ProbeSnapshot? snapshot = null;
        foreach (var index in closed)
        {
            var recording = _recordings[index];
            var trace = Read(index, recording, snapshot ??= _probe.Snapshot());
            recording.Sink.Update(index, trace);
            recording.Sink.Finish(index, trace.IsRuntimeAlone
                ? About("container-not-started", recording, "is gone; its program was never executed, so that its tracefile gets nothing of it where others ran")
                : About("container-ended", recording, "is gone; its recording is complete"));
            _recordings.Remove(index);
            _report.Ended(trace);
        }
    }

    /// <summary>Whether the slot's container is known, and not to be traced. One that nobody knows is asked for after a while.</summary>
    /// <param name="slot">The slot.</param>
    /// <param name="mayWait">
    /// Whether events keep coming, so that those of a container that the engine has forgotten may be among those to come; and slots are plenty.
    /// </param>
    private bool IsForeign(Slot slot, bool mayWait)
    {
        if (slot.ContainerId is not { } id)
        {
            return true;
        }

        if (_known[id] is { } known)
        {
            return known.IsDecided && !(known.IsForeign && mayWait && slot.State == SlotState.Ended);
        }

        var now = Stopwatch.GetTimestamp();
        if (_unknownSince.TryAdd(slot.Index, now) || !_connected || Stopwatch.GetElapsedTime(_unknownSince[slot.Index], now) < UnknownFor)
        {
            return false;
        }

        _known.Ask(id);
        return false;
    }

    private bool IsWanted(Slot slot) => slot.ContainerId is { } id && IsWanted(id);

    /// <summary>Whether a container has a label that counts. One that has another is named, and not to be traced from then on.</summary>
    private bool IsWanted(string id)
    {
        if (_known[id] is { Refusal: { } refusal } known)
        {
            Pass(id, known.Name, refusal);
            _known.Refuse(id);
        }

        return _known[id] is { Label: not null, IsDecided: true };
    }

    private bool Begin(Slot slot, string id, IReadOnlyList<Fact> observed, ProbeSnapshot snapshot)
    {
        var known = _known[id]!;
        try
        {
            var now = LocalTime.Now;
            var sink = _tracefiles.Open(TracefileLabel.Resolve(known.Label!, now.Time, now.Zone));
            var recording = new SlotRecording(id, known, sink, observed) { Refusals = _watches.Begin(id, known), Activity = new ActivityMeter(_probe.Options.Failures) };
            sink.Update(slot.Index, Read(slot.Index, recording, snapshot));
            _recordings.Add(slot.Index, recording);
            _probe.Confirm(slot.Index);
            _untraced.Remove(id);
            _report.Began();
            _log.Note(About("container-traced", recording, "is being traced"));
            return true;
        }
        catch (CtraceException refused)
        {
            Pass(id, known.Name, refused.Line);
            // Known, and not to be traced: the next scan gives its slot back.
            _known.Refuse(id);
            return false;
        }
    }

    private Trace Read(int index, SlotRecording recording, ProbeSnapshot snapshot)
    {
        var trace = SlotTrace.Read(_probe, snapshot, index,
            [.. _engineFacts, .. recording.Observed, .. recording.Container.Facts is { IsCompletedSuccessfully: true, Result: var facts } ? facts : []]);
        recording.Activity.Add(trace, _probe.ProgramCalls(index, snapshot), Stopwatch.GetElapsedTime(0));
        return _watches.Note(recording, trace);
    }

    /// <summary>A container will not be traced.</summary>
    private void Pass(string id, string name, string reason)
    {
        if (_untraced.Add(id, name, reason))
        {
            _log.Say(new LogEntry("container-untraced", $"container {name} is not traced: {reason}") { Container = name, Id = id });
        }
    }

    private static LogEntry About(string what, SlotRecording recording, string message) => new(what, $"container {recording.Container.Name} {message}")
    {
        Container = recording.Container.Name,
        Id = recording.ContainerId,
        Tracefile = recording.Sink.Path.Text,
    };

    private void Publish() => _status?.Publish(_report.Now(_recordings, _known, _untraced, _log));
}
