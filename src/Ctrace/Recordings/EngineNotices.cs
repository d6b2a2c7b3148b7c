using System.Threading.Channels;
using Ctrace.Core;
using Ctrace.Engines.Docker;

namespace Ctrace.Recordings;

/// <summary>What an engine tells, from the task that follows it to the thread that owns the probe.</summary>
internal static class EngineNotices
{
    /// <summary>Follows an engine until it is cancelled, or fails for good: the channel then ends with the failure.</summary>
    public static async Task WriteAsync(DockerEngine engine, ChannelWriter<EngineNotice> writer, CancellationToken cancellation)
    {
        try
        {
            await foreach (var notice in new DockerWatch(engine).WatchAsync(cancellation))
            {
                writer.TryWrite(notice);
            }
        }
        catch (OperationCanceledException) when (cancellation.IsCancellationRequested)
        {
            // The way to stop.
        }
        catch (CtraceException failure)
        {
            writer.TryComplete(failure);
            return;
        }

        writer.TryComplete();
    }

    /// <summary>Waits until there is one, or a time is over.</summary>
    public static async Task WaitAsync(ChannelReader<EngineNotice> notices, TimeSpan time, CancellationToken cancellation)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        limit.CancelAfter(time);
        try
        {
            await notices.WaitToReadAsync(limit.Token);
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            // Nothing new.
        }
    }
}
