using System.Text;
using Ctrace.Core;
using Ctrace.Engines.Docker;
using Xunit;

namespace Ctrace.Tests.Engines.Docker;

public sealed class EventStreamTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(1)]
    [InlineData(7)]
    [InlineData(100_000)]
    public async Task ReadsEventsHoweverTheyAreCut(int size)
    {
        var sent = Encoding.UTF8.GetBytes(Samples.Event("create", 1) + Samples.Event("start", 2).Trim() + "{\"Type\":\"image\"}" + Samples.Event("die", 3));
        var readings = await ReadAsync(Cut(sent, size), end: "0\r\n\r\n");
        Assert.Equal([ContainerAction.Create, ContainerAction.Start, ContainerAction.Die], readings.Select(reading => reading.Event!.Action));
    }

    [Fact]
    public async Task TellsWhatItCannotReadAndGoesOn()
    {
        var readings = await ReadAsync(
            [
                Http.Chunk(Samples.Event("create", 1, id: "x")),
                Http.Chunk($"{{\"a\":\"{new string('x', 2 << 20)}\"}}"),
                Http.Chunk("{]{}" + Samples.Event("start", 2)),
            ],
            end: "0\r\n\r\n");
        Assert.Equal("Actor.ID is not 64 hexadecimal digits", readings[0].Problem);
        Assert.Equal("it is larger than 1048576 bytes", readings[1].Problem);
        Assert.NotEqual("", readings[2].Problem);
        Assert.Equal(ContainerAction.Start, readings[^1].Event!.Action);
    }

    [Theory]
    [InlineData("", "the connection was closed in the middle")]
    [InlineData("5\r\n{\"a\":\r\n0\r\n\r\n", "the connection was closed in the middle")]
    [InlineData("5\r\noops!\r\n", "the answer is not what Docker's is: byte 0x6f where an object should begin")]
    public async Task TellsTheEventsBeforeAFailure(string end, string why)
    {
        var before = new List<EventReading>();
        var failure = await Assert.ThrowsAsync<CtraceException>(() => ReadAsync([Http.Chunk(Samples.Event("create", 1))], end, before));
        Assert.Equal(FailureKind.Unavailable, failure.Kind);
        Assert.EndsWith($"did not answer GET /events: {why}", failure.Message, StringComparison.Ordinal);
        Assert.Equal(ContainerAction.Create, Assert.Single(before).Event!.Action);
    }

    [Fact]
    public async Task RefusesABrokenTransferEncoding()
    {
        var failure = await Assert.ThrowsAsync<CtraceException>(() => ReadAsync([Http.Chunk(Samples.Event("create", 1))], "zz\r\n"));
        Assert.Equal(FailureKind.Unavailable, failure.Kind);
    }

    [Fact]
    public async Task AsksForContainersSinceATime()
    {
        await using var fake = new FakeEngine();
        fake.Answer("/events", Http.Json(""));
        using var engine = new DockerEngine(fake.Endpoint);
        await using (await engine.OpenEventsAsync(1795363531000000042, Cancellation))
        {
        }

        Assert.Equal("/events?filters={\"type\":[\"container\"]}&since=1795363531.000000042", Uri.UnescapeDataString(Assert.Single(fake.Targets)));
    }

    [Fact]
    public async Task IdlesForLongerThanARequestMayTake()
    {
        // Enough for the stream to begin, however busy the machine is.
        var limit = TimeSpan.FromSeconds(10);
        await using var fake = new FakeEngine();
        fake.Answer("/events", async (stream, cancellation) =>
        {
            await stream.WriteAsync(Encoding.ASCII.GetBytes(Http.EventsHead), cancellation);
            await Task.Delay(limit + TimeSpan.FromSeconds(0.5), cancellation);
            await stream.WriteAsync(Http.Chunk(Samples.Event("start", 1)), cancellation);
            await Task.Delay(Timeout.Infinite, cancellation);
        });
        using var engine = new DockerEngine(fake.Endpoint, new EngineTimeouts(limit, limit));
        await using var events = await engine.OpenEventsAsync(null, Cancellation);
        await foreach (var reading in events.ReadAsync(Cancellation))
        {
            Assert.Equal(ContainerAction.Start, reading.Event!.Action);
            break;
        }
    }

    [Fact]
    public async Task GivesUpWhenTheStreamDoesNotBegin()
    {
        await using var fake = new FakeEngine();
        fake.Answer("/events", (_, cancellation) => Task.Delay(Timeout.Infinite, cancellation));
        using var engine = new DockerEngine(fake.Endpoint, new EngineTimeouts(TimeSpan.FromMilliseconds(200), TimeSpan.FromMilliseconds(200)));
        var failure = await Assert.ThrowsAsync<CtraceException>(() => engine.OpenEventsAsync(null, Cancellation));
        Assert.EndsWith("did not answer GET /events: no answer within 0.2 s", failure.Message, StringComparison.Ordinal);
    }

    private static IEnumerable<byte[]> Cut(byte[] bytes, int size) => bytes.Chunk(size).Select(part => Http.Chunk(part));

    private static async Task<List<EventReading>> ReadAsync(IEnumerable<byte[]> chunks, string end, List<EventReading>? readings = null)
    {
        readings ??= [];
        await using var fake = new FakeEngine();
        fake.Answer("/events", async (stream, cancellation) =>
        {
            await stream.WriteAsync(Encoding.ASCII.GetBytes(Http.EventsHead), cancellation);
            foreach (var chunk in chunks)
            {
                await stream.WriteAsync(chunk, cancellation);
            }

            await stream.WriteAsync(Encoding.ASCII.GetBytes(end), cancellation);
        });
        using var engine = new DockerEngine(fake.Endpoint);
        await using var events = await engine.OpenEventsAsync(null, Cancellation);
        await foreach (var reading in events.ReadAsync(Cancellation))
        {
            readings.Add(reading);
        }

        return readings;
    }
}
