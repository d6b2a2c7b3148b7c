using System.Text;
using Ctrace.Core;
using Ctrace.Engines.Docker;
using Xunit;

namespace Ctrace.Tests.Engines.Docker;

public sealed class DockerEngineTests
{
    private static readonly EngineTimeouts Short = new(TimeSpan.FromMilliseconds(300), TimeSpan.FromMilliseconds(300));

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task ReadsVersionAndSetUp()
    {
        await using var fake = new FakeEngine();
        fake.Answer("/version", Http.Json(Samples.Version));
        fake.Answer("/info", Http.Json(Samples.Info));
        using var engine = new DockerEngine(fake.Endpoint);
        var version = await engine.GetVersionAsync(Cancellation);
        Assert.Equal("20.10.24+dfsg1", version.Version);
        Assert.Equal("1.41", version.ApiVersion);
        Assert.Equal("1.1.5+ds1", version.Runc);
        Assert.Equal("1.6.20~ds1", version.Containerd);
        Assert.Equal("6.18.44", version.Kernel);
        Assert.Equal("cgroupfs", version.CgroupDriver);
        Assert.Equal(1, version.CgroupVersion);
        Assert.Equal("runc", version.DefaultRuntime);
        Assert.True(version.HasSecurityOption("seccomp"));
        Assert.True(version.HasSecurityOption("apparmor"));
        Assert.False(version.HasSecurityOption("app"));
    }

    [Fact]
    public async Task ListsContainersSortedByIdOwnNameFirst()
    {
        await using var fake = new FakeEngine();
        fake.Answer("/containers/json", Http.Json(Samples.List));
        using var engine = new DockerEngine(fake.Endpoint);
        var list = await engine.ListAsync(null, Cancellation);
        Assert.Equal([Samples.Id, Samples.OtherId], list.Select(container => container.Id.Value));
        Assert.Equal("engine-b", list[0].Name);
        Assert.Equal(["engine-b", "other/alias"], list[0].Names);
        Assert.True(list[0].IsRunning);
        Assert.False(list[1].IsRunning);
        Assert.Equal("x", list[1].Labels["ctrace.tracefile"]);
        Assert.Equal(Samples.ImageId, list[1].ImageId);
    }

    [Fact]
    public async Task AsksForALabelAsAFilter()
    {
        await using var fake = new FakeEngine();
        fake.Answer("/containers/json", Http.Json("[]"));
        using var engine = new DockerEngine(fake.Endpoint);
        Assert.Empty(await engine.ListAsync("a\"b&c", Cancellation));
        var filters = Uri.UnescapeDataString(Assert.Single(fake.Targets).Split("&filters=")[1]);
        Assert.Equal("a\"b&c", System.Text.Json.JsonDocument.Parse(filters).RootElement.GetProperty("label")[0].GetString());
    }

    [Fact]
    public async Task InspectsAContainer()
    {
        await using var fake = new FakeEngine();
        fake.Answer("/containers/engine-b/json", Http.Json(Samples.Container));
        using var engine = new DockerEngine(fake.Endpoint);
        var container = await engine.InspectAsync("/engine-b", Cancellation);
        Assert.Equal(Samples.Id, container.Id.Value);
        Assert.Equal("engine-b", container.Name);
        Assert.Equal("engine-t", container.Image);
        Assert.Equal(Samples.ImageId, container.ImageId);
        Assert.Equal("5:6", container.User);
        Assert.Equal("evil", container.Labels["name"]);
        Assert.Equal(new ContainerState(true, false, 7048, DateTimeOffset.Parse("2026-11-22T16:05:31.1115841Z"), null, 0), container.State);
        Assert.Equal(["CAP_NET_ADMIN"], container.Security.CapAdd);
        Assert.Empty(container.Security.CapDrop);
        Assert.True(container.Security.NoNewPrivileges);
        Assert.False(container.Security.SeccompUnconfined);
        Assert.True(container.Security.ReadonlyRootfs);
        Assert.Equal("/x", container.Security.CgroupParent);
        Assert.Equal("docker-default", container.Security.AppArmorProfile);
    }

    [Theory]
    [InlineData("engine-v", "no such container: engine-v (did you mean 'engine-b'?)")]
    [InlineData("negine-c", "no such container: negine-c (did you mean 'engine-c'?)")]
    [InlineData("postgres", "no such container: postgres (see 'docker ps --all')")]
    [InlineData("../info", "no such container: ../info (see 'docker ps --all')")]
    [InlineData("a/json?x=", "no such container: a/json?x= (see 'docker ps --all')")]
    [InlineData("a\u001b[0m", "no such container: a\\u{1b}[0m (see 'docker ps --all')")]
    [InlineData("", "no such container:  (see 'docker ps --all')")]
    public async Task NamesTheClosestForAnUnknownOne(string name, string line)
    {
        await using var fake = new FakeEngine();
        fake.Answer("/containers/json", Http.Json(Samples.List));
        using var engine = new DockerEngine(fake.Endpoint);
        var failure = await Assert.ThrowsAsync<CtraceException>(() => engine.InspectAsync(name, Cancellation));
        Assert.Equal(FailureKind.NoInput, failure.Kind);
        Assert.Equal(line, failure.Line);
        Assert.DoesNotContain(fake.Targets, target => target.StartsWith("/info", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(400)]
    [InlineData(404)]
    [InlineData(500)]
    public async Task TellsAnAmbiguousIdApart(int status)
    {
        await using var fake = new FakeEngine();
        fake.Answer("/containers/json", Http.Json($"[{{\"Id\":\"{Samples.Id}\"}},{{\"Id\":\"0afc{Samples.OtherId[4..]}\"}}]"));
        fake.Answer("/containers/0afc/json", Http.Json("{\"message\":\"Multiple IDs found with provided prefix: 0afc\"}", status));
        using var engine = new DockerEngine(fake.Endpoint);
        var failure = await Assert.ThrowsAsync<CtraceException>(() => engine.InspectAsync("0afc", Cancellation));
        Assert.Equal("the container id '0afc' is ambiguous: 0afc1ee0e1ff, 0afc98a702a8 (give more digits, or a name)", failure.Line);
        Assert.Equal(FailureKind.NoInput, failure.Kind);
    }

    [Fact]
    public async Task FindsTheRegistriesDigests()
    {
        await using var fake = new FakeEngine();
        fake.Answer($"/images/{Samples.ImageId}/json", Http.Json("{\"RepoDigests\":[\"b@sha256:1\",\"a@sha256:1\"]}"));
        using var engine = new DockerEngine(fake.Endpoint);
        Assert.Equal(["a@sha256:1", "b@sha256:1"], await engine.GetRepoDigestsAsync(Samples.ImageId, Cancellation));
        Assert.Empty(await engine.GetRepoDigestsAsync(Samples.ImageId.Replace('3', '4'), Cancellation));
        Assert.Empty(await engine.GetRepoDigestsAsync("sha256:../../info", Cancellation));
        Assert.Equal(2, fake.Targets.Count);
    }

    [Theory]
    [InlineData("HTTP/1.1 409 Conflict\r\nApi-Version: 1.41\r\nContent-Length: 18\r\n\r\n{\"message\":\"busy\"}", "HTTP 409: busy")]
    [InlineData("HTTP/1.1 500 Oops\r\nApi-Version: 1.41\r\nContent-Length: 4\r\n\r\noops", "HTTP 500: oops")]
    [InlineData("HTTP/1.1 500 Oops\r\nApi-Version: 1.41\r\nContent-Length: 0\r\n\r\n", "HTTP 500: no reason given")]
    [InlineData("HTTP/1.1 500 Oops\r\nApi-Version: 1.41\r\nContent-Length: 13\r\n\r\n{\"message\":1}", "HTTP 500: {\"message\":1}")]
    [InlineData("HTTP/1.1 302 Found\r\nApi-Version: 1.41\r\nLocation: /info\r\nContent-Length: 0\r\n\r\n", "HTTP 302: no reason given")]
    [InlineData("HTTP/1.1 200 OK\r\nApi-Version: 1.41\r\nContent-Length: 50\r\n\r\n[", "the connection was closed in the middle")]
    [InlineData("HTTP/1.1 200 OK\r\nApi-Version: 1.41\r\nTransfer-Encoding: chunked\r\n\r\n2\r\n[]\r\n", "the connection was closed in the middle")]
    [InlineData("", "the connection was closed in the middle")]
    [InlineData("HTTP/1.1 200 OK\r\nApi-Version: 1.41\r\nContent-Length: 2\r\n\r\n{}", "the answer is not what Docker's is: not a list")]
    [InlineData("HTTP/1.1 200 OK\r\nApi-Version: 1.41\r\nContent-Length: 3\r\n\r\n[1]", "the answer is not what Docker's is: Number where an object belongs")]
    [InlineData("HTTP/1.1 200 OK\r\nApi-Version: 1.41\r\nContent-Length: 12\r\n\r\n[{\"Id\":\"a\"}]", "the answer is not what Docker's is: a container's Id is not 64 hexadecimal digits")]
    [InlineData("HTTP/1.1 200 OK\r\nApi-Version: 1.41\r\nContent-Length: 10\r\n\r\n[{\"Id\":1}]", "the answer is not what Docker's is: Id is Number, not String")]
    [InlineData("HTTP/1.1 200 OK\r\nApi-Version: 1.41\r\nContent-Length: 17\r\n\r\n[{\"Id\":\"\\ud800\"}]", "the answer is not what Docker's is: a string is not valid UTF-8")]
    public async Task SaysWhatAnEngineDidWrong(string answer, string why)
    {
        await using var fake = new FakeEngine();
        fake.Answer("/containers/json", answer);
        using var engine = new DockerEngine(fake.Endpoint);
        var failure = await Assert.ThrowsAsync<CtraceException>(() => engine.ListAsync(null, Cancellation));
        Assert.Equal(FailureKind.Unavailable, failure.Kind);
        Assert.Equal($"the Docker engine at unix://{fake.SocketPath} did not answer GET /containers/json: {why}", failure.Message);
    }

    [Fact]
    public async Task GivesUpOnASlowAnswer()
    {
        await using var fake = new FakeEngine();
        fake.Answer("/containers/json", async (stream, cancellation) =>
        {
            foreach (var letter in Encoding.ASCII.GetBytes(Http.Json(Samples.List)))
            {
                await stream.WriteAsync(new[] { letter }, cancellation);
                await Task.Delay(20, cancellation);
            }
        });
        using var engine = new DockerEngine(fake.Endpoint, Short);
        var failure = await Assert.ThrowsAsync<CtraceException>(() => engine.ListAsync(null, Cancellation));
        Assert.EndsWith("did not answer GET /containers/json: no answer within 0.3 s", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task RefusesAHugeListBeforeItIsWhole()
    {
        await using var fake = new FakeEngine();
        var sent = 0L;
        fake.Answer("/containers/json", async (stream, cancellation) =>
        {
            await stream.WriteAsync(Encoding.ASCII.GetBytes(Http.EventsHead), cancellation);
            var chunk = Http.Chunk(new string(' ', 1 << 20));
            for (; sent < 200 << 20; sent += 1 << 20)
            {
                await stream.WriteAsync(chunk, cancellation);
            }
        });
        using var engine = new DockerEngine(fake.Endpoint);
        var failure = await Assert.ThrowsAsync<CtraceException>(() => engine.ListAsync(null, Cancellation));
        Assert.EndsWith("the answer is larger than 67108864 bytes", failure.Message, StringComparison.Ordinal);
        Assert.InRange(sent, 64 << 20, 100 << 20);
    }

    [Theory]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Length: 12\r\n\r\n<html>nginx\n", "it answered HTTP 200: <html>nginx")]
    [InlineData("SSH-2.0-OpenSSH_9.2\r\n", "SSH-2.0-OpenSSH_9.2")]
    public async Task KnowsWhatIsNoEngine(string answer, string shown)
    {
        await using var fake = new FakeEngine();
        fake.Answer("/_ping", answer);
        using var engine = new DockerEngine(fake.Endpoint);
        var failure = await Assert.ThrowsAsync<CtraceException>(() => engine.GetVersionAsync(Cancellation));
        Assert.Equal(FailureKind.Unavailable, failure.Kind);
        Assert.StartsWith($"what listens at unix://{fake.SocketPath} is not a Docker engine: ", failure.Message, StringComparison.Ordinal);
        Assert.Contains(shown, failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task CancellationIsTheCallersOwn()
    {
        await using var fake = new FakeEngine();
        fake.Answer("/containers/json", (_, cancellation) => Task.Delay(Timeout.Infinite, cancellation));
        using var engine = new DockerEngine(fake.Endpoint);
        using var stop = new CancellationTokenSource(TimeSpan.FromMilliseconds(100));
        var cancelled = await Assert.ThrowsAnyAsync<OperationCanceledException>(() => engine.ListAsync(null, stop.Token));
        Assert.Equal(stop.Token, cancelled.CancellationToken);
    }

    [Theory]
    [InlineData(null, null, "no answer within 0.3 s")]
    [InlineData("x", null, "byte 0x78 where an object should begin")]
    [InlineData("{\"Type\":\"container\",", "0\r\n\r\n", "the connection was closed in the middle")]
    public async Task FailsWhenThePastCannotBeRead(string? said, string? end, string why)
    {
        await using var fake = new FakeEngine();
        fake.Answer("/events", async (stream, cancellation) =>
        {
            await stream.WriteAsync(Encoding.ASCII.GetBytes(Http.EventsHead), cancellation);
            await stream.WriteAsync(said is null ? default : Http.Chunk(said), cancellation);
            await stream.WriteAsync(Encoding.ASCII.GetBytes(end ?? ""), cancellation);
            await Task.Delay(end is null ? Timeout.Infinite : 0, cancellation);
        });
        using var engine = said is null ? new DockerEngine(fake.Endpoint, Short) : new DockerEngine(fake.Endpoint);
        Assert.True(ContainerId.TryParse(Samples.Id, out var id));
        var failure = await Assert.ThrowsAsync<CtraceException>(() => engine.FindPastEventAsync(id, Cancellation));
        Assert.EndsWith(why, failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task ByAWholeIdOnlyThatContainerIsFound()
    {
        await using var fake = new FakeEngine();
        using var engine = new DockerEngine(fake.Endpoint);
        Assert.True(ContainerId.TryParse(Samples.OtherId, out var id));
        Assert.Null(await engine.FindAsync(id, Cancellation));
        // One whose name is the id.
        fake.Answer($"/containers/{Samples.OtherId}/json", Http.Json(Samples.Container));
        Assert.Null(await engine.FindAsync(id, Cancellation));
        fake.Answer("/events", Http.EventsHead + Encoding.UTF8.GetString(Http.Chunk(Samples.Event("create", 1, name: Samples.OtherId))) + "0\r\n\r\n");
        Assert.Null(await engine.FindPastEventAsync(id, Cancellation));
        Assert.Equal(["/containers", "/containers", "/_ping", "/events"], fake.Targets.Select(target => $"/{target.Split('/', '?')[1]}"));
    }
}
