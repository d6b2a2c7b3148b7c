using Ctrace.Core.Tests;
using Ctrace.Engines.Docker;
using Xunit;

namespace Ctrace.Live.Engines.Docker;

[Collection("engine")]
public sealed class DockerWatchTests : IAsyncLifetime
{
    private readonly DockerEngine _engine = new(DockerEndpoint.FromEnvironment());

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    [LiveFact]
    public async Task FollowsAContainersLife()
    {
        await using var notices = Watch();
        Assert.Empty((await NextAsync<EngineNotice.Connected>(notices)).Containers);
        var id = await LiveEngine.DockerAsync("run", "-d", "--name", "life", "--label", "ctrace.tracefile=x", "--label", "exitCode=99", "--label", "name=forged",
            "--label", "image=forged", LiveEngine.Image, "/bin/busybox", "sleep", "1000");
        await LiveEngine.DockerAsync("exec", id, "/bin/busybox", "true");
        await LiveEngine.DockerAsync("rename", id, "after");
        await LiveEngine.DockerAsync("kill", id);
        await LiveEngine.DockerAsync("rm", "-f", id);
        ContainerAction[] expected =
        [
            ContainerAction.Create, ContainerAction.Start, ContainerAction.ExecCreate, ContainerAction.ExecStart, ContainerAction.ExecDie,
            ContainerAction.Rename, ContainerAction.Die, ContainerAction.Destroy,
        ];
        var seen = new List<ContainerEvent>();
        while (seen.LastOrDefault()?.Action != ContainerAction.Destroy)
        {
            var happened = (await NextAsync<EngineNotice.Happened>(notices)).Event;
            if (happened.Id.Value == id)
            {
                seen.Add(happened);
            }
        }

        Assert.Equal(expected, seen.Select(happened => happened.Action).Where(action => action != ContainerAction.Other));
        Assert.All(seen, happened =>
        {
            Assert.Equal(id, happened.Id.Value);
            Assert.Equal("x", happened.Attributes["ctrace.tracefile"]);
            Assert.Equal(LiveEngine.Image, happened.Image);
        });
        Assert.Equal("life", seen[0].Name);
        Assert.Equal("after", seen[^1].Name);
        Assert.Equal(seen.Select(happened => happened.TimeNanoseconds).Order(), seen.Select(happened => happened.TimeNanoseconds));
    }

    [LiveFact]
    public async Task SurvivesTheEnginesRestart()
    {
        await using var notices = Watch();
        await NextAsync<EngineNotice.Connected>(notices);
        await LiveEngine.StopAsync();
        try
        {
            await NextAsync<EngineNotice.Disconnected>(notices);
        }
        finally
        {
            await LiveEngine.StartAsync();
        }

        await NextAsync<EngineNotice.Connected>(notices);
        var id = await LiveEngine.DockerAsync("create", LiveEngine.Image, "x");
        var happened = (await NextAsync<EngineNotice.Happened>(notices)).Event;
        Assert.Equal((id, ContainerAction.Create), (happened.Id.Value, happened.Action));
    }

    [LiveFact]
    public async Task IsToldAgainWhatHappenedMeanwhile()
    {
        var before = (await _engine.PingAsync(Cancellation)).ToUnixTimeSeconds() * 1_000_000_000;
        var id = await LiveEngine.DockerAsync("create", LiveEngine.Image, "x");
        await LiveEngine.DockerAsync("rm", id);
        await using var events = await _engine.OpenEventsAsync(before, Cancellation);
        var seen = new List<ContainerAction>();
        await foreach (var reading in events.ReadAsync(Cancellation))
        {
            // The engine repeats a whole second: what another test did in it, an unreadable event even, comes as well.
            if (reading.Event is { } happened && happened.Id.Value == id)
            {
                seen.Add(happened.Action);
                if (seen.Count == 2)
                {
                    break;
                }
            }
        }

        Assert.Equal([ContainerAction.Create, ContainerAction.Destroy], seen);
    }

    [LiveFact]
    public async Task ListsAContainerWhoseLabelsAreTooLargeForAnEvent()
    {
        await using var notices = Watch();
        await NextAsync<EngineNotice.Connected>(notices);
        var labels = Path.GetTempFileName();
        await File.WriteAllLinesAsync(labels, Enumerable.Range(0, 40).Select(index => $"l{index}={new string('x', 60_000)}"), Cancellation);
        var id = await LiveEngine.DockerAsync("create", "--label", "ctrace.tracefile=x", "--label-file", labels, LiveEngine.Image, "x");
        File.Delete(labels);
        var unreadable = await NextAsync<EngineNotice.Unreadable>(notices);
        var listed = Assert.Single(unreadable.Containers);
        Assert.Equal(id, listed.Id.Value);
        Assert.Equal("x", listed.Labels["ctrace.tracefile"]);
    }

    public async ValueTask DisposeAsync()
    {
        _engine.Dispose();
        await LiveEngine.RemoveAllAsync();
    }

    private IAsyncEnumerator<EngineNotice> Watch() => new DockerWatch(_engine).WatchAsync(Cancellation).GetAsyncEnumerator(Cancellation);

    /// <summary>The next notice of a kind: the engine repeats what other tests did within the last second.</summary>
    private static async Task<T> NextAsync<T>(IAsyncEnumerator<EngineNotice> notices)
        where T : EngineNotice
    {
        while (await notices.MoveNextAsync().AsTask().WaitAsync(Waiting.Patience, Cancellation))
        {
            if (notices.Current is T found)
            {
                return found;
            }
        }

        throw new InvalidOperationException("the watch has ended");
    }
}
