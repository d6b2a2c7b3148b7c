using System.Buffers;
using System.Net;
using Ctrace.Core;

namespace Ctrace.Engines.Docker;

/// <summary>
/// GET requests to one engine. Every failure of the network, of HTTP and of time leaves here as a
/// <see cref="CtraceException"/> or as the caller's own cancellation.
/// </summary>
internal sealed class EngineTransport : IDisposable
{
    private readonly HttpMessageInvoker _http;

    public EngineTransport(DockerEndpoint endpoint, EngineTimeouts timeouts)
    {
        Endpoint = endpoint;
        Timeouts = timeouts;
        _http = new HttpMessageInvoker(new SocketsHttpHandler
        {
            AllowAutoRedirect = false,
            UseCookies = false,
            UseProxy = false,
            ActivityHeadersPropagator = null,
            // When a thousand containers start at once, the engine has other things to do. The event stream takes one.
            MaxConnectionsPerServer = 8,
            ConnectTimeout = Timeout.InfiniteTimeSpan,
            ConnectCallback = async (_, cancellation) => await endpoint.ConnectAsync(timeouts.Connect, cancellation),
            // An event stream that is let go has no end to wait for.
            ResponseDrainTimeout = TimeSpan.Zero,
        });
    }

    public DockerEndpoint Endpoint { get; }

    public EngineTimeouts Timeouts { get; }

    /// <summary>Gets a whole answer, of any status.</summary>
    /// <param name="target">Path and query, percent-encoded.</param>
    /// <param name="limit">The largest body accepted, in bytes.</param>
    /// <param name="cancellation">Stops the request.</param>
    /// <exception cref="CtraceException">Unavailable, Permission.</exception>
    public async Task<EngineAnswer> GetAsync(string target, int limit, CancellationToken cancellation)
    {
        using var time = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        time.CancelAfter(Timeouts.Request);
        try
        {
            using var response = await SendAsync(target, time.Token);
            return new EngineAnswer(
                response.StatusCode,
                response.Headers.TryGetValues("Api-Version", out var versions) ? string.Join(' ', versions) : "",
                response.Headers.Date,
                await ReadAsync(response, target, limit, time.Token));
        }
        catch (Exception failure) when (EngineFailure.IsExpected(failure))
        {
            throw EngineFailure.From(failure, Endpoint, target, Timeouts.Request, cancellation);
        }
    }

    /// <summary>Gets the headers of an answer within the time limit, and its body as a stream without one.</summary>
    /// <exception cref="CtraceException">Unavailable, Permission.</exception>
    public async Task<HttpResponseMessage> OpenAsync(string target, CancellationToken cancellation)
    {
        using var time = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        time.CancelAfter(Timeouts.Request);
        try
        {
            var response = await SendAsync(target, time.Token);
            if (response.StatusCode == HttpStatusCode.OK)
            {
                return response;
            }

            using (response)
            {
                var reason = await ReadAsync(response, target, EngineFailure.LargestMessage, time.Token);
                throw EngineFailure.Refused(Endpoint, target, response.StatusCode, reason);
            }
        }
        catch (Exception failure) when (EngineFailure.IsExpected(failure))
        {
            throw EngineFailure.From(failure, Endpoint, target, Timeouts.Request, cancellation);
        }
    }

    public void Dispose() => _http.Dispose();

    // The host's name means nothing on a socket, but HTTP/1.1 wants one.
    private Task<HttpResponseMessage> SendAsync(string target, CancellationToken cancellation)
        => _http.SendAsync(new HttpRequestMessage(HttpMethod.Get, new Uri($"http://docker{target}")), cancellation);

    private async Task<ReadOnlyMemory<byte>> ReadAsync(
        HttpResponseMessage response, string target, int limit, CancellationToken cancellation)
    {
        await using var stream = await response.Content.ReadAsStreamAsync(cancellation);
        var body = new ArrayBufferWriter<byte>();
        while (true)
        {
            var got = await stream.ReadAsync(body.GetMemory(16 * 1024), cancellation);
            body.Advance(got);
            if (got == 0)
            {
                return body.WrittenMemory;
            }

            if (body.WrittenCount > limit)
            {
                throw EngineFailure.TooLarge(Endpoint, target, limit);
            }
        }
    }
}

/// <summary>A whole HTTP answer, its body within the bound that was asked for.</summary>
/// <param name="Status">The HTTP status.</param>
/// <param name="ApiVersion">The Api-Version header, which every engine sends, or empty.</param>
/// <param name="Date">The engine's clock as of the answer, in whole seconds; null when it does not say.</param>
/// <param name="Body">The body's bytes.</param>
internal readonly record struct EngineAnswer(HttpStatusCode Status, string ApiVersion, DateTimeOffset? Date, ReadOnlyMemory<byte> Body);

/// <summary>How long to wait for an engine. An idle event stream may stay silent forever; nothing else may.</summary>
internal readonly record struct EngineTimeouts(TimeSpan Connect, TimeSpan Request)
{
    /// <summary>5 s until connected, 30 s for a whole answer.</summary>
    public static EngineTimeouts Default { get; } = new(TimeSpan.FromSeconds(5), TimeSpan.FromSeconds(30));
}
