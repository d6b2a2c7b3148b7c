using System.Diagnostics;
using System.Globalization;
using System.Text;
using Ctrace.Core;
using Ctrace.Core.Tests;
using Ctrace.Engines.Docker;
using Xunit;

namespace Ctrace.Tests.Engines.Docker;

public sealed class DockerWatchTests : IAsyncDisposable
{
    private readonly FakeEngine _fake = new();
    private const long Day = 86_400_000_000_000;

    private readonly SteppedTime _time = new();
    private readonly DockerEngine _engine;
    private readonly CancellationTokenSource _stop = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);

    public DockerWatchTests()
    {
        _engine = new DockerEngine(_fake.Endpoint);
        _fake.Answer("/containers/json", Http.Json(Samples.List));
        Events();
    }

    [Fact]
    public async Task TellsTheStateThenWhatHappens()
    {
        Events(Samples.Event("create", 5), Samples.Event("start", 6));
        await using var notices = Watch();
        Assert.Equal(2, Assert.IsType<EngineNotice.Connected>(await NextAsync(notices)).Containers.Count);
        Assert.Equal(ContainerAction.Create, Happened(await NextAsync(notices)));
        Assert.Equal(ContainerAction.Start, Happened(await NextAsync(notices)));

        // The stream is open before the list is asked for, so that nothing falls in between.
        Assert.Equal(["/_ping", "/events", "/containers/json"], _fake.Targets.Select(target => target.Split('?')[0]));
    }

    [Fact]
    public async Task SurvivesTheEnginesRestart()
    {
        const long then = 1795363531000000042;
        Clock("16:05:30");
        Events(Samples.Event("create", then), Samples.Event("start", then));
        await using var notices = Watch();
        Assert.IsType<EngineNotice.Connected>(await NextAsync(notices));
        Assert.Equal(ContainerAction.Create, Happened(await NextAsync(notices)));
        Assert.Equal(ContainerAction.Start, Happened(await NextAsync(notices)));

        await _fake.StopAsync();
        Assert.IsType<EngineNotice.Disconnected>(await NextAsync(notices));
        var gone = Assert.IsType<EngineNotice.Disconnected>(await NextAsync(notices));
        Assert.EndsWith("No such file or directory", gone.Reason, StringComparison.Ordinal);

        // The engine repeats two, of which the watch has told both, and adds one of the same nanosecond.
        Events(Samples.Event("create", then), Samples.Event("start", then), Samples.Event("die", then));
        Clock("16:05:40");
        _fake.Start();
        Assert.IsType<EngineNotice.Connected>(await NextAsync(notices));
        Assert.Equal(ContainerAction.Die, Happened(await NextAsync(notices)));
        Assert.Equal(["1795363530.000000000", "1795363530.000000042"], Since());
    }

    [Theory]
    // The engine's clock was set back in its absence, or before: what happened since has times before the last event's.
    [InlineData("16:05:30", "16:06:39", "16:05:25", "16:05:19")]
    // Set forward: as if it had not been.
    [InlineData("16:05:30", "16:05:31", "17:00:00", "16:05:30")]
    // Not set at all.
    [InlineData("16:05:30", "16:05:31", "16:05:36", "16:05:30")]
    // No event yet: the first connection counts.
    [InlineData("16:05:30", null, "16:05:25", "16:05:19")]
    [InlineData("16:05:30", null, "17:00:00", "16:05:29")]
    public async Task NeitherLosesNorRepeatsWhenTheEnginesClockIsSet(string connects, string? happens, string comesBack, string asked)
    {
        Clock(connects);
        if (happens is not null)
        {
            Events(Samples.Event("start", Nanoseconds(happens)));
        }

        await using var notices = Watch();
        Assert.IsType<EngineNotice.Connected>(await NextAsync(notices));
        if (happens is not null)
        {
            Assert.Equal(ContainerAction.Start, Happened(await NextAsync(notices)));
        }

        await _fake.StopAsync();
        _time.Passed += TimeSpan.FromSeconds(5);
        Clock(comesBack);
        var die = Samples.Event("die", Nanoseconds(comesBack));
        Events(happens is null ? [die] : [Samples.Event("start", Nanoseconds(happens)), die]);
        _fake.Start();
        while (await NextAsync(notices) is not EngineNotice.Connected)
        {
        }

        Assert.Equal(ContainerAction.Die, Happened(await NextAsync(notices)));
        Assert.Equal(Nanoseconds(asked), Parse(Since().Last()));
    }

    [Fact]
    public async Task AsksFromTheLastEventThatCameAndNotFromTheLatestThatThereEverWas()
    {
        Clock("16:05:30");
        // The clock was a day ahead for a while, and both are still connected when it is set back.
        Events(Samples.Event("create", Nanoseconds("16:05:31") + Day), Samples.Event("start", Nanoseconds("16:05:33")));
        await using var notices = Watch();
        Assert.IsType<EngineNotice.Connected>(await NextAsync(notices));
        Assert.Equal(ContainerAction.Create, Happened(await NextAsync(notices)));
        Assert.Equal(ContainerAction.Start, Happened(await NextAsync(notices)));
        await _fake.StopAsync();
        _time.Passed += TimeSpan.FromSeconds(60);
        Clock("16:06:33");
        _fake.Start();
        while (await NextAsync(notices) is not EngineNotice.Connected)
        {
        }

        Assert.Equal(Nanoseconds("16:05:32"), Parse(Since().Last()));
    }

    [Fact]
    public async Task ListsAnewWhenAnEventCannotBeRead()
    {
        Events("{\"Type\":\"container\"}\n", Samples.Event("die", 2));
        await using var notices = Watch();
        Assert.IsType<EngineNotice.Connected>(await NextAsync(notices));
        var unreadable = Assert.IsType<EngineNotice.Unreadable>(await NextAsync(notices));
        Assert.Equal(2, unreadable.Containers.Count);
        Assert.Equal("Actor.ID is not 64 hexadecimal digits", unreadable.Problem);
        Assert.Equal(ContainerAction.Die, Happened(await NextAsync(notices)));
    }

    [Theory]
    [InlineData("/_ping", "HTTP/1.1 500 Oops\r\nApi-Version: 1.41\r\nContent-Length: 4\r\n\r\noops")]
    [InlineData("/containers/json", "HTTP/1.1 200 OK\r\nApi-Version: 1.41\r\nContent-Length: 2\r\n\r\n{}")]
    [InlineData("/events", "HTTP/1.1 400 Bad\r\nApi-Version: 1.41\r\nContent-Length: 0\r\n\r\n")]
    public async Task FailsWhenTheEngineIsNotThereTheFirstTime(string path, string answer)
    {
        _fake.Answer(path, answer);
        await using var notices = Watch();
        Assert.Equal(FailureKind.Unavailable, (await Assert.ThrowsAsync<CtraceException>(() => NextAsync(notices))).Kind);
    }

    [Fact]
    public async Task FailsWithTheReasonWhenNothingListens()
    {
        await _fake.StopAsync();
        await using var notices = Watch();
        var failure = await Assert.ThrowsAsync<CtraceException>(() => NextAsync(notices));
        Assert.Equal($"cannot reach the Docker engine at unix://{_fake.SocketPath}: No such file or directory (start it, or set DOCKER_HOST)", failure.Line);
    }

    [Fact]
    public async Task DoesNotHammerAnEngineThatHangsUp()
    {
        _fake.Answer("/events", Http.EventsHead + "0\r\n\r\n");
        await using var notices = Watch(first: 40, limit: 80);
        var began = Stopwatch.GetTimestamp();
        for (var turn = 0; turn < 5; turn++)
        {
            Assert.IsType<EngineNotice.Connected>(await NextAsync(notices));
            Assert.IsType<EngineNotice.Disconnected>(await NextAsync(notices));
        }

        // 40 + 80 + 80 + 80 ms, less the clock's own coarseness.
        Assert.True(Stopwatch.GetElapsedTime(began) > TimeSpan.FromMilliseconds(250));
    }

    [Fact]
    public async Task StopsPromptlyWhileIdleAndWhileWaiting()
    {
        await using var idle = Watch();
        Assert.IsType<EngineNotice.Connected>(await NextAsync(idle));
        const int Hour = 3_600_000;
        await using var waiting = Watch(first: Hour, limit: Hour);
        Assert.IsType<EngineNotice.Connected>(await NextAsync(waiting));
        var next = NextAsync(idle);
        await _fake.StopAsync();
        Assert.IsType<EngineNotice.Disconnected>(await next);
        Assert.IsType<EngineNotice.Disconnected>(await NextAsync(waiting));
        _fake.Start();
        Assert.IsType<EngineNotice.Connected>(await NextAsync(idle));

        _stop.CancelAfter(100);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => NextAsync(idle));
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => NextAsync(waiting));
    }

    public async ValueTask DisposeAsync()
    {
        _engine.Dispose();
        await _fake.DisposeAsync();
        _stop.Dispose();
    }

    private static ContainerAction Happened(EngineNotice notice) => Assert.IsType<EngineNotice.Happened>(notice).Event.Action;

    private static async Task<EngineNotice> NextAsync(IAsyncEnumerator<EngineNotice> notices)
    {
        Assert.True(await notices.MoveNextAsync().AsTask().WaitAsync(Waiting.Patience));
        return notices.Current;
    }

    private IAsyncEnumerator<EngineNotice> Watch(int first = 10, int limit = 50)
        => new DockerWatch(_engine, new Backoff(TimeSpan.FromMilliseconds(first), TimeSpan.FromMilliseconds(limit)), _time)
            .WatchAsync(_stop.Token).GetAsyncEnumerator(TestContext.Current.CancellationToken);

    private void Clock(string time)
    {
        var date = $"Date: Sun, 22 Nov 2026 {time} GMT\r\n";
        _fake.Answer("/_ping", Http.Ok("OK", "text/plain").Replace("Connection:", $"{date}Connection:", StringComparison.Ordinal));
    }

    private static long Nanoseconds(string time)
        => DateTimeOffset.Parse($"2026-11-22T{time}Z", CultureInfo.InvariantCulture).ToUnixTimeSeconds() * 1_000_000_000;

    private static long Parse(string since) => long.Parse(since.Replace(".", "", StringComparison.Ordinal), CultureInfo.InvariantCulture);

    /// <summary>From when the engine was asked to repeat its events, connection by connection.</summary>
    private IEnumerable<string> Since()
        => _fake.Targets.Where(target => target.Contains("&since=", StringComparison.Ordinal)).Select(target => target.Split("&since=")[1]);

    /// <summary>From now on the engine's stream begins with these events, and then idles.</summary>
    private void Events(params string[] events) => _fake.Answer("/events", async (stream, cancellation) =>
    {
        await stream.WriteAsync(Encoding.ASCII.GetBytes(Http.EventsHead), cancellation);
        foreach (var happened in events)
        {
            await stream.WriteAsync(Http.Chunk(happened), cancellation);
        }

        await Task.Delay(Timeout.Infinite, cancellation);
    });

    /// <summary>Time that passes only when a test says so.</summary>
    private sealed class SteppedTime : TimeProvider
    {
        public TimeSpan Passed { get; set; }

        public override long TimestampFrequency => TimeSpan.TicksPerSecond;

        public override long GetTimestamp() => Passed.Ticks;
    }
}
