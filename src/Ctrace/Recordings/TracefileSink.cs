using Ctrace.Core;
using Ctrace.Core.Tracefiles;
using Ctrace.Core.Traces;
using Ctrace.Tracefiles;
using Stopwatch = System.Diagnostics.Stopwatch;

namespace Ctrace.Recordings;

/// <summary>
/// One tracefile while containers are recorded into it: what the file held, and what each of them adds. Several
/// containers can share one.
/// </summary>
internal sealed class TracefileSink
{
    private readonly Dictionary<int, Trace> _live = [];
    private List<LogEntry> _completed = [];
    private Trace _finished;
    private Trace? _written;

    private TracefileSink(DataDirectory directory, TracefilePath path, Trace finished) => (Directory, Path, _finished) = (directory, path, finished);

    /// <summary>The data directory.</summary>
    public DataDirectory Directory { get; }

    /// <summary>Where it is in the data directory.</summary>
    public TracefilePath Path { get; }

    /// <summary>Whether no container is recorded into it any more.</summary>
    public bool IsIdle => _live.Count == 0;

    /// <summary>Whether it may have something that its file has not.</summary>
    public bool IsStale { get; private set; } = true;

    /// <summary>Whether somebody waits for it: a container has ended whose last calls are not written yet, and that was not tried.</summary>
    public bool IsUrgent { get; private set; }

    /// <summary>Whether a write of it is under way.</summary>
    public bool IsBusy { get; private set; }

    /// <summary>Whether names are among it, and not numbers alone.</summary>
    public bool HasNewNames { get; private set; } = true;

    /// <summary>When it was last tried to write it (a Stopwatch's timestamp); long ago before the first time.</summary>
    public long LastTry { get; private set; } = long.MinValue / 2;

    /// <summary>When it was written last; null when it has not been.</summary>
    public DateTimeOffset? LastWrite { get; private set; }

    /// <summary>What a slot holds, as of its last update.</summary>
    public Trace Live(int slot) => _live[slot];

    /// <summary>Opens a tracefile to add to.</summary>
    /// <exception cref="CtraceException">What is there is no tracefile of this machine, or cannot be read.</exception>
    public static TracefileSink Open(DataDirectory directory, TracefilePath path)
    {
        var empty = new Trace(NativeArchitecture.Current);
        var held = directory.Read(path);
        return new TracefileSink(directory, path, held is null ? empty : TraceBounds.Unite(empty, held));
    }

    /// <summary>Sets what a slot holds now, in the place of what it held before.</summary>
    public void Update(int slot, Trace trace)
    {
        if (!_live.TryGetValue(slot, out var before) || !trace.Equals(before))
        {
            IsStale = true;
            HasNewNames |= before is null || trace.Syscalls.Count != before.Syscalls.Count || trace.Capabilities.Count != before.Capabilities.Count || trace.Held.Count != before.Held.Count;
        }

        _live[slot] = trace;
    }

    /// <summary>Keeps what a slot held last; the slot can then be given to another.</summary>
    /// <param name="slot">The slot.</param>
    /// <param name="completed">What is to be said once that is written.</param>
    public void Finish(int slot, LogEntry? completed = null)
    {
        if (_live.Remove(slot, out var trace))
        {
            _finished = TraceBounds.Unite(_finished, trace);
        }

        if (completed is not null)
        {
            (IsStale, IsUrgent) = (true, true);
            _completed.Add(completed);
        }
    }

    /// <summary>Says that no later write is sure to follow the next one, so that it is to have all.</summary>
    public void Hasten() => IsUrgent = true;

    /// <summary>Begins a write; <see cref="End"/> has to follow before the next.</summary>
    public TracefileWrite Begin()
    {
        var total = _live.Values.Aggregate(_finished, TraceBounds.Unite);
        // Times alone are written when a recording ends.
        var isWritten = total.Equals(_written) && (!IsUrgent || total.Life.IsSame(_written!.Life));
        var write = new TracefileWrite(this, isWritten ? null : total, _completed);
        LastTry = Stopwatch.GetTimestamp();
        (IsBusy, IsStale, IsUrgent, HasNewNames, _completed) = (true, false, false, false, []);
        return write;
    }

    /// <summary>Takes note of how the write ended. One that failed loses nothing: the next one tries again.</summary>
    public void End(TracefileWrite write)
    {
        IsBusy = false;
        if (write.Failure is not null)
        {
            IsStale = true;
            _completed.InsertRange(0, write.Completes);
        }
        else if (write.Content is not null)
        {
            _written = write.Content;
            LastWrite = DateTimeOffset.UtcNow;
        }
    }
}
