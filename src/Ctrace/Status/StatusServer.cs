using System.Diagnostics;
using System.Net.Sockets;
using Ctrace.Core.Status;

namespace Ctrace.Status;

/// <summary>
/// Answers whoever connects with one JSON object, and closes; what a caller sends is not read. Callers take nothing from the
/// daemon but a little time: a few are served at once, the others wait in the kernel's queue, and one that does not read is left.
/// </summary>
internal sealed class StatusServer : IDisposable
{
    private const int MostCallers = 8;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(100);

    private readonly StatusSocket _socket;
    private readonly CancellationTokenSource _stop = new();
    private readonly SemaphoreSlim _callers = new(MostCallers);
    private volatile Published? _published;
    private Task _serving = Task.CompletedTask;
    private long _lastAsked;

    public StatusServer(StatusSocket socket) => _socket = socket;

    /// <summary>Whether somebody has asked in the last moments.</summary>
    public bool WasAsked(TimeSpan within) => Volatile.Read(ref _lastAsked) is var asked and not 0 && Stopwatch.GetElapsedTime(asked) < within;

    /// <summary>Puts a new status in the place of the last. From the first on callers are answered.</summary>
    /// <param name="status">Makes it, when somebody asks, on another thread: over data that does not change any more.</param>
    public void Publish(Func<DaemonStatus> status)
    {
        var first = _published is null;
        _published = new Published(status, Stopwatch.GetTimestamp());
        if (first)
        {
            _serving = Task.Run(ServeAsync);
        }
    }

    public void Dispose()
    {
        _stop.Cancel();
        _serving.Wait();
        _socket.Dispose();
        _stop.Dispose();
        _callers.Dispose();
    }

    private async Task ServeAsync()
    {
        var answers = new HashSet<Task>();
        while (!_stop.IsCancellationRequested)
        {
            try
            {
                await _callers.WaitAsync(_stop.Token);
                answers.RemoveWhere(answer => answer.IsCompleted);
                answers.Add(AnswerAsync(await AcceptAsync()));
            }
            catch (OperationCanceledException)
            {
                break;
            }
        }

        await Task.WhenAll(answers);
    }

    private async Task<Socket> AcceptAsync()
    {
        while (true)
        {
            try
            {
                return await _socket.Listener.AcceptAsync(_stop.Token);
            }
            catch (SocketException)
            {
                // No descriptor is free, or the caller is gone: the next one may fare better (accept(2)).
                await Task.Delay(Pause, _stop.Token);
            }
        }
    }

    private async Task AnswerAsync(Socket caller)
    {
        Volatile.Write(ref _lastAsked, Stopwatch.GetTimestamp());
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(_stop.Token);
        limit.CancelAfter(Patience);
        try
        {
            var (status, at) = _published!;
            ReadOnlyMemory<byte> answer = StatusJson.Write(status() with { AgeSeconds = Math.Round(Stopwatch.GetElapsedTime(at).TotalSeconds, 3) });
            while (answer.Length > 0)
            {
                answer = answer[await caller.SendAsync(answer, limit.Token)..];
            }
        }
        catch (Exception gone) when (gone is SocketException or OperationCanceledException)
        {
            // The caller has gone, or does not read.
        }
        finally
        {
            caller.Dispose();
            _callers.Release();
        }
    }

    private sealed record Published(Func<DaemonStatus> Status, long At);
}
