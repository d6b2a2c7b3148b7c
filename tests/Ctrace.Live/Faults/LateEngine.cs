using System.Net.Sockets;
using System.Text;
using System.Text.RegularExpressions;

namespace Ctrace.Live.Faults;

/// <summary>
/// The tests' engine behind a socket of its own, through which everything goes as it comes except streams of events and what the
/// engine remembers.
/// </summary>
internal sealed partial class LateEngine : IAsyncDisposable
{
    // Less than an event has.
    private const int Piece = 512;

    private readonly DirectoryInfo _directory = Directory.CreateTempSubdirectory("ctrace-late-");
    private readonly TaskCompletionSource _released = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly CancellationTokenSource _stop = new();
    private readonly Socket _listener = new(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
    private readonly Task _serving;
    private readonly TimeSpan _pace;

    private LateEngine(TimeSpan pace)
    {
        _pace = pace;
        _listener.Bind(new UnixDomainSocketEndPoint(Path));
        _listener.Listen();
        _serving = ServeAsync();
    }

    /// <summary>One of which no event comes until <see cref="Release"/>. It remembers all.</summary>
    public static LateEngine Holding() => new(TimeSpan.Zero);

    /// <summary>One that sends less than an event at a time, with pauses, and remembers nothing: too much has happened since.</summary>
    public static LateEngine Slow()
    {
        var engine = new LateEngine(TimeSpan.FromMilliseconds(500));
        engine.Release();
        return engine;
    }

    /// <summary>Its DOCKER_HOST.</summary>
    public string Host => $"unix://{Path}";

    private string Path => $"{_directory.FullName}/docker.sock";

    /// <summary>From now on events come, those that were held back first.</summary>
    public void Release() => _released.TrySetResult();

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        _listener.Dispose();
        await _serving;
        _stop.Dispose();
        _directory.Delete(recursive: true);
    }

    private async Task ServeAsync()
    {
        var connections = new List<Task>();
        try
        {
            while (true)
            {
                connections.Add(ConnectAsync(await _listener.AcceptAsync(_stop.Token)));
            }
        }
        catch (Exception ended) when (ended is OperationCanceledException or ObjectDisposedException or SocketException)
        {
            await Task.WhenAll(connections);
        }
    }

    private async Task ConnectAsync(Socket client)
    {
        using var over = CancellationTokenSource.CreateLinkedTokenSource(_stop.Token);
        using var engine = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        try
        {
            await engine.ConnectAsync(new UnixDomainSocketEndPoint(Environment.GetEnvironmentVariable("DOCKER_HOST")!["unix://".Length..]), over.Token);
            await using var asking = new NetworkStream(client, ownsSocket: true);
            await using var answering = new NetworkStream(engine);
            var events = new TaskCompletionSource();
            var answers = AnswerAsync(answering, asking, events.Task, over.Token);
            await AskAsync(asking, answering, events, over.Token);
            await over.CancelAsync();
            await answers;
        }
        catch (Exception cut) when (cut is IOException or SocketException or OperationCanceledException)
        {
            await over.CancelAsync();
        }
    }

    /// <summary>Passes requests on, each as a whole; they have no bodies.</summary>
    private async Task AskAsync(Stream from, Stream to, TaskCompletionSource events, CancellationToken cancellation)
    {
        var head = new StringBuilder();
        var buffer = new byte[4096];
        while (await from.ReadAsync(buffer, cancellation) is > 0 and var got)
        {
            head.Append(Encoding.Latin1.GetString(buffer, 0, got));
            if (!head.ToString().EndsWith("\r\n\r\n", StringComparison.Ordinal))
            {
                continue;
            }

            var request = head.ToString();
            head.Clear();
            if (request.StartsWith("GET /events", StringComparison.Ordinal) && !request.Contains("until=", StringComparison.Ordinal))
            {
                events.TrySetResult();
            }

            // From its end on there is nothing.
            request = _pace > TimeSpan.Zero ? Past().Replace(request, "since=$1&until=$1") : request;
            await to.WriteAsync(Encoding.Latin1.GetBytes(request), cancellation);
        }
    }

    /// <summary>Passes answers on; of a stream of events at first the head alone, which the engine sends by itself.</summary>
    private async Task AnswerAsync(Stream from, Stream to, Task events, CancellationToken cancellation)
    {
        try
        {
            var buffer = new byte[64 * 1024];
            var passed = 0;
            while (await from.ReadAsync(events.IsCompleted && passed > 0 ? buffer.AsMemory(0, Piece) : buffer, cancellation) is > 0 and var got)
            {
                if (events.IsCompleted && passed++ > 0)
                {
                    await _released.Task.WaitAsync(cancellation);
                    await Task.Delay(_pace, cancellation);
                }

                await to.WriteAsync(buffer.AsMemory(0, got), cancellation);
            }
        }
        catch (Exception cut) when (cut is IOException or OperationCanceledException)
        {
            // Either side is gone.
        }
    }

    [GeneratedRegex("since=0&until=([0-9]+)")]
    private static partial Regex Past();
}
