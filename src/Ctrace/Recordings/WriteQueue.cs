using System.Threading.Channels;

namespace Ctrace.Recordings;

/// <summary>
/// Writes tracefiles beside the thread that owns the probe, one after another: a write waits for the disk, half a second at
/// times, and counters are to be looked at meanwhile. What was written is taken back by the same thread.
/// </summary>
internal sealed class WriteQueue
{
    /// <summary>As many wait at most: what comes next is chosen as late as possible.</summary>
    public const int Most = 64;

    private readonly Channel<TracefileWrite> _begun = Channel.CreateUnbounded<TracefileWrite>();
    private readonly Channel<TracefileWrite> _done = Channel.CreateUnbounded<TracefileWrite>();
    private readonly Task _work;
    private int _count;

    public WriteQueue() => _work = Task.Run(WorkAsync);

    /// <summary>Whether no more are taken for now.</summary>
    public bool IsFull => _count >= Most;

    /// <summary>Has a write made.</summary>
    public void Add(TracefileWrite write)
    {
        _count++;
        _begun.Writer.TryWrite(write);
    }

    /// <summary>A write that was made, or failed; null when there is none at the moment.</summary>
    public TracefileWrite? TryTake()
    {
        if (_done.Reader.TryRead(out var write))
        {
            _count--;
            return write;
        }

        // Only a bug ends it.
        return _work.IsFaulted ? throw _work.Exception!.GetBaseException() : null;
    }

    /// <summary>The writes that are still under way, as they are made; ends when none is.</summary>
    public IEnumerable<TracefileWrite> TakeAll()
    {
        while (_count > 0)
        {
            if (TryTake() is { } write)
            {
                yield return write;
            }
            else
            {
                Task.WaitAny(_work, _done.Reader.WaitToReadAsync().AsTask());
            }
        }
    }

    private async Task WorkAsync()
    {
        await foreach (var write in _begun.Reader.ReadAllAsync())
        {
            write.Run();
            _done.Writer.TryWrite(write);
        }
    }
}
