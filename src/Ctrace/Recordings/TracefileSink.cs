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
    private readonly DataDirectory _directory;
    private readonly Dictionary<int, Trace> _live = [];
    private Trace _finished;
    private Trace? _written;

    private TracefileSink(DataDirectory directory, TracefilePath path, Trace finished) => (_directory, Path, _finished) = (directory, path, finished);

    /// <summary>Where it is in the data directory.</summary>
    public TracefilePath Path { get; }

    /// <summary>Whether no container is recorded into it any more.</summary>
    public bool IsIdle => _live.Count == 0;

    /// <summary>Whether it may have something that its file has not.</summary>
    public bool IsStale { get; private set; } = true;

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
        return new TracefileSink(directory, path, held is null ? empty : empty.Merge(held));
    }

    /// <summary>Sets what a slot holds now, in the place of what it held before.</summary>
    public void Update(int slot, Trace trace)
    {
        if (!_live.TryGetValue(slot, out var before) || !trace.Equals(before))
        {
            IsStale = true;
            HasNewNames |= before is null || trace.Syscalls.Count != before.Syscalls.Count || trace.Capabilities.Count != before.Capabilities.Count;
        }

        _live[slot] = trace;
    }

    /// <summary>Keeps what a slot held last; the slot can then be given to another.</summary>
    public void Finish(int slot)
    {
        if (_live.Remove(slot, out var trace))
        {
            _finished = _finished.Merge(trace);
        }
    }

    /// <summary>Writes the file if anything is new.</summary>
    /// <exception cref="CtraceException">It cannot be written; nothing is lost, and the next call tries again.</exception>
    public void Flush()
    {
        LastTry = Stopwatch.GetTimestamp();
        var total = _live.Values.Aggregate(_finished, (sum, trace) => sum.Merge(trace));
        if (!total.Equals(_written))
        {
            _directory.Write(Path, total);
            _written = total;
            LastWrite = DateTimeOffset.UtcNow;
        }

        (IsStale, HasNewNames) = (false, false);
    }
}
