using System.Collections.Concurrent;
using System.Net.Sockets;
using System.Text;
using Ctrace.Engines.Docker;

namespace Ctrace.Tests.Engines.Docker;

/// <summary>
/// An engine on a real unix socket that answers what a test tells it to, byte by byte: for what a real one cannot be made to do.
/// Each connection serves one request and is closed.
/// </summary>
internal sealed class FakeEngine : IAsyncDisposable
{
    private readonly string _directory = Directory.CreateTempSubdirectory("fake-engine-").FullName;
    private readonly ConcurrentDictionary<string, Func<Stream, CancellationToken, Task>> _answers = new();
    private readonly ConcurrentQueue<string> _targets = new();
    private CancellationTokenSource _stop = new();
    private Socket? _listener;
    private Task _serving = Task.CompletedTask;

    public FakeEngine()
    {
        Answer("/_ping", Http.Ok("OK", "text/plain"));
        Start();
    }

    public string SocketPath => Path.Combine(_directory, "docker.sock");

    public DockerEndpoint Endpoint => DockerEndpoint.Parse($"unix://{SocketPath}");

    /// <summary>The targets that were asked for so far, in order.</summary>
    public IReadOnlyList<string> Targets => [.. _targets];

    /// <summary>Answers a path with these bytes, whatever its query.</summary>
    public void Answer(string path, string raw)
        => Answer(path, (stream, cancellation) => stream.WriteAsync(Encoding.UTF8.GetBytes(raw), cancellation).AsTask());

    /// <summary>Answers a path as the test writes it.</summary>
    public void Answer(string path, Func<Stream, CancellationToken, Task> answer) => _answers[path] = answer;

    public void Start()
    {
        _stop = new CancellationTokenSource();
        _listener = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        _listener.Bind(new UnixDomainSocketEndPoint(SocketPath));
        _listener.Listen();
        _serving = ServeAsync(_listener, _stop.Token);
    }

    /// <summary>As when an engine is stopped: the connections are cut and the socket is gone.</summary>
    public async Task StopAsync()
    {
        await _stop.CancelAsync();
        _listener?.Dispose();
        await _serving;
        File.Delete(SocketPath);
    }

    public async ValueTask DisposeAsync()
    {
        await StopAsync();
        _stop.Dispose();
        Directory.Delete(_directory, recursive: true);
    }

    private async Task ServeAsync(Socket listener, CancellationToken cancellation)
    {
        var connections = new List<Task>();
        try
        {
            while (true)
            {
                connections.Add(AnswerAsync(await listener.AcceptAsync(cancellation), cancellation));
            }
        }
        catch (Exception ended) when (ended is OperationCanceledException or ObjectDisposedException or SocketException)
        {
            await Task.WhenAll(connections);
        }
    }

    private async Task AnswerAsync(Socket socket, CancellationToken cancellation)
    {
        try
        {
            await using var stream = new NetworkStream(socket, ownsSocket: true);
            var head = new StringBuilder();
            var one = new byte[1];
            while (!head.ToString().EndsWith("\r\n\r\n", StringComparison.Ordinal))
            {
                if (await stream.ReadAsync(one, cancellation) == 0)
                {
                    return;
                }

                head.Append((char)one[0]);
            }

            var target = head.ToString().Split(' ')[1];
            _targets.Enqueue(target);
            await _answers.GetValueOrDefault(target.Split('?')[0], NotFoundAsync)(stream, cancellation);
        }
        catch (Exception cut) when (cut is IOException or OperationCanceledException)
        {
            // The client hung up, or the test stopped the engine.
        }
    }

    private static Task NotFoundAsync(Stream stream, CancellationToken cancellation)
        => stream.WriteAsync(Encoding.UTF8.GetBytes(Http.Json("{\"message\":\"page not found\"}", 404)), cancellation).AsTask();
}
