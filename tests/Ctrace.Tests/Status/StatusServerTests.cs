using System.Diagnostics;
using System.Net.Sockets;
using Ctrace.Core;
using Ctrace.Core.Status;
using Ctrace.Core.Tests;
using Ctrace.Core.Tests.Status;
using Ctrace.Status;
using Ctrace.Tests.Files;
using Xunit;

namespace Ctrace.Tests.Status;

public sealed class StatusServerTests : IDisposable
{
    private readonly TemporaryDirectory _directory = new();
    private readonly StatusServer _server;

    public StatusServerTests()
    {
        _server = new StatusServer(StatusSocket.Listen(Place));
        _server.Publish(() => StatusSamples.Busy);
    }

    private string Place => $"{_directory.Path}/run/ctrace.sock";

    public void Dispose()
    {
        _server.Dispose();
        _directory.Dispose();
    }

    [Fact]
    public void WhoAsksIsToldTheLastThatWasPublished()
    {
        Assert.Equal(7ul, StatusClient.Ask(Place).Engine.Events);
        _server.Publish(() => StatusSamples.Busy with { Slots = 3 });
        var status = StatusClient.Ask(Place);
        Assert.Equal(3, status.Slots);
        Assert.InRange(status.AgeSeconds, 0, Waiting.Patience.TotalSeconds);
    }

    [Fact]
    public void CallersWhoNeverReadAreLeft()
    {
        // More than a socket's buffer takes (net.core.wmem_default).
        var many = Enumerable.Repeat(StatusSamples.Busy.Traced[0], 20_000).ToArray();
        _server.Publish(() => StatusSamples.Busy with { Traced = many });
        Socket[] silent = [.. Enumerable.Range(0, 9).Select(_ => Connect())];
        Assert.Equal(many.Length, Insist().Traced.Count);
        Array.ForEach(silent, socket => socket.Dispose());
    }

    [Fact]
    public void AThousandCallersWhoTalkAndRunAwayDoNoHarm()
    {
        var before = Descriptors();
        for (var i = 0; i < 1000; i++)
        {
            using var caller = Connect();
            if (i % 2 == 0)
            {
                try
                {
                    caller.Send("GET / HTTP/1.1\r\n\r\n"u8);
                }
                catch (SocketException)
                {
                    // It was quicker, and has closed already.
                }
            }
        }

        Assert.Equal(1024, Insist().Slots);
        // Other tests, which run at the same time, have some too.
        Assert.InRange(Descriptors(), 0, before + 300);
    }

    [Fact]
    public void WhereNobodyListensThatIsSaid()
    {
        var refused = Assert.Throws<CtraceException>(() => StatusClient.Ask($"{_directory.Path}/none"));
        Assert.Equal(FailureKind.Unavailable, refused.Kind);
        Assert.StartsWith($"no ctrace answers at {_directory.Path}/none: ", refused.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("HTTP/1.1 400 Bad Request\r\n\r\n")]
    [InlineData("")]
    [InlineData("{\"version\": \"0.1.0\"}")]
    public async Task AnotherDaemonsAnswerIsNoStatus(string answer)
    {
        var path = $"{_directory.Path}/other";
        using var other = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        other.Bind(new UnixDomainSocketEndPoint(path));
        other.Listen();
        var asked = Task.Run(() => StatusClient.Ask(path), TestContext.Current.CancellationToken);
        using (var caller = await other.AcceptAsync(TestContext.Current.CancellationToken))
        {
            await caller.SendAsync(System.Text.Encoding.UTF8.GetBytes(answer), TestContext.Current.CancellationToken);
        }

        Assert.Equal(FailureKind.Unavailable, (await Assert.ThrowsAsync<CtraceException>(() => asked)).Kind);
    }

    private static int Descriptors() => Directory.GetFiles("/proc/self/fd").Length;

    /// <summary>While others have all places, a caller may wait longer than it likes to.</summary>
    private DaemonStatus Insist()
    {
        var began = Stopwatch.GetTimestamp();
        while (true)
        {
            try
            {
                return StatusClient.Ask(Place);
            }
            catch (CtraceException) when (Stopwatch.GetElapsedTime(began) < Waiting.Patience)
            {
                Thread.Sleep(100);
            }
        }
    }

    private Socket Connect()
    {
        var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        socket.Connect(new UnixDomainSocketEndPoint(Place));
        return socket;
    }
}
