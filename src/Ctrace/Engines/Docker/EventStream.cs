using System.Runtime.CompilerServices;
using System.Text.Json;
using Ctrace.Core;

namespace Ctrace.Engines.Docker;

/// <summary>
/// An open stream of container events. Read it without long pauses: an engine drops events for a reader that is some thousand
/// behind (moby daemon/events/events.go: a buffer of 1024, then 100 ms).
/// </summary>
internal sealed class EventStream : IAsyncDisposable
{
    private const int LargestEvent = 1 << 20;
    private const int Chunk = 16 * 1024;

    private readonly HttpResponseMessage _response;
    private readonly Stream _stream;
    private readonly DockerEndpoint _endpoint;

    private EventStream(HttpResponseMessage response, Stream stream, DockerEndpoint endpoint)
        => (_response, _stream, _endpoint) = (response, stream, endpoint);

    internal static async Task<EventStream> OpenAsync(HttpResponseMessage response, DockerEndpoint endpoint, CancellationToken cancellation)
        => new(response, await response.Content.ReadAsStreamAsync(cancellation), endpoint);

    /// <summary>
    /// The events in the order in which the engine sends them, until it ends the stream. An event that cannot be read is told in
    /// its place, and the stream goes on.
    /// </summary>
    /// <exception cref="CtraceException">Unavailable: the connection was cut, or what comes is no stream of JSON objects.</exception>
    public async IAsyncEnumerable<EventReading> ReadAsync([EnumeratorCancellation] CancellationToken cancellation)
    {
        var splitter = new ObjectSplitter(LargestEvent);
        var buffer = new byte[Chunk];
        while (true)
        {
            var readings = new List<EventReading>();
            var (got, failure) = await FillAsync(buffer, splitter, readings, cancellation);
            foreach (var reading in readings)
            {
                yield return reading;
            }

            if (failure is not null)
            {
                throw failure;
            }

            if (got == 0)
            {
                yield break;
            }
        }
    }

    public ValueTask DisposeAsync()
    {
        _response.Dispose();
        return _stream.DisposeAsync();
    }

    private async Task<(int Got, Exception? Failure)> FillAsync(
        byte[] buffer, ObjectSplitter splitter, List<EventReading> readings, CancellationToken cancellation)
    {
        try
        {
            var got = await _stream.ReadAsync(buffer, cancellation);
            if (got == 0 && !splitter.IsBetweenObjects)
            {
                throw new IOException("the stream ends within an event");
            }

            Split(buffer.AsSpan(0, got), splitter, readings);
            return (got, null);
        }
        catch (Exception failure) when (EngineFailure.IsExpected(failure))
        {
            return (0, EngineFailure.From(failure, _endpoint, "/events", default, cancellation));
        }
    }

    private static void Split(ReadOnlySpan<byte> input, ObjectSplitter splitter, List<EventReading> readings)
    {
        while (splitter.TryNext(ref input, out var found))
        {
            if (found.IsEmpty)
            {
                readings.Add(new EventReading(null, $"it is larger than {LargestEvent} bytes"));
                continue;
            }

            try
            {
                if (ContainerEvent.Read(found) is { } happened)
                {
                    readings.Add(new EventReading(happened, ""));
                }
            }
            catch (JsonException unreadable)
            {
                readings.Add(new EventReading(null, unreadable.Message));
            }
        }
    }
}

/// <summary>An event, or why one could not be read.</summary>
/// <param name="Event">The event; null when it could not be read.</param>
/// <param name="Problem">Why not; empty when it could.</param>
internal readonly record struct EventReading(ContainerEvent? Event, string Problem);
