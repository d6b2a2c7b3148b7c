using Ctrace.Core;
using Ctrace.Core.Tracefiles;
using Ctrace.Tracefiles;

namespace Ctrace.Recordings;

/// <summary>The tracefiles that are recorded into, and the writes of them. Used by one thread.</summary>
/// <param name="data">Where they lie.</param>
/// <param name="log">Where it is said how writes end.</param>
/// <param name="report">Where they are counted.</param>
internal sealed class OpenTracefiles(DataDirectory data, DaemonLog log, DaemonReport report)
{
    private readonly Dictionary<TracefilePath, TracefileSink> _sinks = [];
    private readonly WriteQueue _writes = new();

    /// <summary>The tracefiles that are open.</summary>
    public IReadOnlyCollection<TracefileSink> All => _sinks.Values;

    /// <summary>Whether no more writes are to be begun for now.</summary>
    public bool IsFull => _writes.IsFull;

    /// <summary>One of them, opened when it is not open.</summary>
    /// <exception cref="CtraceException">As <see cref="TracefileSink.Open"/>.</exception>
    public TracefileSink Open(TracefilePath path)
    {
        if (!_sinks.TryGetValue(path, out var sink))
        {
            sink = TracefileSink.Open(data, path);
            _sinks.Add(path, sink);
        }

        return sink;
    }

    /// <summary>Begins a write of one of which none is under way.</summary>
    public void Write(TracefileSink sink) => _writes.Add(sink.Begin());

    /// <summary>Takes back what has been written by now.</summary>
    public void TakeBack()
    {
        while (_writes.TryTake() is { } write)
        {
            TakeBack(write);
        }
    }

    /// <summary>Writes all, however long it takes.</summary>
    public void WriteAll()
    {
        WaitForWrites();
        foreach (var sink in _sinks.Values)
        {
            sink.Hasten();
            Write(sink);
        }

        WaitForWrites();
    }

    private void WaitForWrites()
    {
        foreach (var write in _writes.TakeAll())
        {
            TakeBack(write);
        }
    }

    /// <summary>Is done with the tracefile when nothing is recorded into it any more.</summary>
    private void TakeBack(TracefileWrite write)
    {
        var sink = write.Sink;
        sink.End(write);
        log.Wrote(sink.Path, write.Failure);
        if (write.Failure is not null)
        {
            return;
        }

        if (write.Content is not null)
        {
            report.Wrote();
        }

        foreach (var entry in write.Completes)
        {
            log.Note(entry);
        }

        if (sink.IsIdle && !sink.IsStale)
        {
            _sinks.Remove(sink.Path);
        }
    }
}
