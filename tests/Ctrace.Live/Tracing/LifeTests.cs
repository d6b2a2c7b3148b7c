using System.Text.Json;
using Ctrace.Core.Tests;
using Ctrace.Core.Tracefiles;
using Ctrace.Core.Traces;
using Xunit;

namespace Ctrace.Live.Tracing;

/// <summary>What a trace keeps of a container's life: starts, ends, signals, and what its volumes held.</summary>
[Collection("engine")]
public sealed class LifeTests : ContainerTest
{
    /// <summary>Ends with 3 on SIGTERM, and takes SIGHUP.</summary>
    private const string Service = "trap 'exit 3' TERM; trap 'echo again' HUP; echo ready; while :; do sleep 0.1; done";

    private string Output => Path.Combine(Place, "out.trace");

    [LiveFact]
    public async Task TwoRunsMergedTellTwoStartsAndOneWithItselfOne()
    {
        var (one, other, both, twice) = (Path.Combine(Place, "1"), Path.Combine(Place, "2"), Path.Combine(Place, "both"), Path.Combine(Place, "twice"));
        foreach (var file in new[] { one, other })
        {
            (await Command.RunAsync(Repository.Ctrace, "run", "-o", file, "--", "--rm", LiveEngine.Image, "/bin/busybox", "true")).Succeeded();
        }

        (await Command.RunAsync(Repository.Ctrace, "merge", "-o", both, one, other)).Succeeded();
        (await Command.RunAsync(Repository.Ctrace, "merge", "-o", twice, one, one)).Succeeded();
        Assert.Equal(2, Read(both).Life.Count);
        Assert.All(Read(both).Life.Starts, start => Assert.Equal((true, new RunEnd(false, 0), DataState.None), (start.IsWhole, start.End!.Value, start.Data)));
        Assert.True(Read(twice).Life.IsSame(Read(one).Life));
        Assert.Equal(Read(one).Syscalls.Keys, Read(one).Life.Syscalls.Select(entry => entry.Key));
    }

    [LiveTheory]
    [InlineData]
    [InlineData("CTRACE_OLD_KERNEL=1")]
    public async Task AStopIsToldWithItsSignalAndItsEnd(params string[] environment)
    {
        var name = $"life-{Guid.NewGuid():n}";
        var run = Command.RunAsync("env", [.. environment, Repository.Ctrace, "run", "-d", "-o", Output, "--", "--name", name, LiveEngine.Image, "/bin/busybox", "sh", "-c", Service]);
        await UntilReadyAsync(name, run);
        await LiveEngine.DockerAsync("kill", "--signal", "HUP", name);
        await Waiting.UntilAsync(async () => (await LiveEngine.DockerAsync("logs", name)).Contains("again", StringComparison.Ordinal), () => "it does not take the signal");
        await LiveEngine.DockerAsync("stop", "--time", "300", name);
        (await run).Succeeded();

        var start = Assert.Single(Read(Output).Life.Starts);
        Assert.Equal((true, new RunEnd(false, 3)), (start.IsWhole, start.End));
        Assert.Equal([1, 15], Arrivals.Numbers(start.Signals.FirstHandled).Intersect([1, 15]));
        Assert.Equal(0UL, start.Signals.FirstDefault);
        var ready = await Command.RunAsync(Repository.Ctrace, "ready", "--json", Output);
        Assert.Equal(1, ready.Status);
        using var json = JsonDocument.Parse(ready.Output);
        Assert.Equal((1, 1), (json.RootElement.GetProperty("life").GetProperty("starts").GetInt32(), json.RootElement.GetProperty("life").GetProperty("stops").GetInt32()));
        Assert.Equal(0, (await Command.RunAsync(Repository.Ctrace, "ready", "--starts", "1", "--seconds", "0", "--quiet-starts", "0", "--quiet-seconds", "0", Output)).Status);
    }

    /// <summary>Nothing is delivered to who waits for a signal.</summary>
    [LiveFact]
    public async Task AStopOfWhoWaitsForItIsToldToo()
    {
        var name = $"life-{Guid.NewGuid():n}";
        var run = Command.RunAsync(Repository.Ctrace, "run", "-d", "-o", Output, "--", "--name", name, LiveEngine.Image, "/bin/sleeper");
        await UntilReadyAsync(name, run);
        await LiveEngine.DockerAsync("stop", "--time", "300", name);
        (await run).Succeeded();
        var start = Assert.Single(Read(Output).Life.Starts);
        Assert.Equal((new RunEnd(false, 0), Arrivals.Bit(15)), (start.End!.Value, start.Signals.FirstHandled & Arrivals.Bit(15)));
    }

    [LiveFact]
    public async Task WhoIsKilledEndsBySigkillAndItsChildrenGetNoSignal()
    {
        var name = $"life-{Guid.NewGuid():n}";
        // What the first process has no handler for is not sent to it.
        var run = Command.RunAsync(Repository.Ctrace, "run", "-d", "-o", Output, "--", "--name", name, LiveEngine.Image, "/bin/busybox", "sh", "-c", "sleep 1000 & echo ready; sleep 1000");
        await UntilReadyAsync(name, run);
        await LiveEngine.DockerAsync("kill", "--signal", "TERM", name);
        await LiveEngine.DockerAsync("kill", name);
        (await run).Succeeded();
        var start = Assert.Single(Read(Output).Life.Starts);
        Assert.Equal((new RunEnd(true, 9), 0UL), (start.End!.Value, start.Signals.First & Arrivals.Bit(15)));
        Assert.Equal(Arrivals.Bit(9), start.Signals.FirstDefault);
        Assert.Equal(0UL, start.Signals.OthersDefault);
    }

    [LiveFact]
    public async Task VolumesAreLookedAtBeforeTheStart()
    {
        var volume = $"life-{Guid.NewGuid():n}";
        var bound = Directory.CreateDirectory(Path.Combine(Place, "bound")).FullName;
        try
        {
            string[] touch = [LiveEngine.Image, "/bin/busybox", "touch", "/data/file"];
            Assert.Equal(DataState.New, await DataAsync(["-v", $"{volume}:/data", .. touch]));
            Assert.Equal(DataState.Used, await DataAsync(["-v", $"{volume}:/data", .. touch]));
            Assert.Equal(DataState.New, await DataAsync(["-v", $"{bound}:/data", .. touch]));
            Assert.Equal(DataState.Used, await DataAsync(["--mount", $"type=bind,source={bound},target=/data", .. touch]));
            Assert.Equal(DataState.None, await DataAsync(["-v", $"{bound}:/other:ro", LiveEngine.Image, "/bin/busybox", "true"]));
            Assert.Equal(DataState.New, await DataAsync(["-v", "/data", .. touch]));
        }
        finally
        {
            await LiveEngine.DockerAsync("volume", "rm", volume);
        }
    }

    [LiveFact]
    public async Task TheDaemonTellsStartsEndsAndSignals()
    {
        var name = $"life-{Guid.NewGuid():n}";
        await using var daemon = await TraceDaemon.StartAsync();
        await LiveEngine.DockerAsync("run", "-d", "--label", "ctrace.tracefile=life", "--name", name, LiveEngine.Image, "/bin/busybox", "sh", "-c", Service);
        await UntilReadyAsync(name);
        await LiveEngine.DockerAsync("stop", "--time", "300", name);
        var trace = await daemon.UntilAsync("life", trace => trace.Life.Starts.Any(start => start.End is not null));
        var start = Assert.Single(trace.Life.Starts);
        Assert.Equal((new RunEnd(false, 3), DataState.Unknown), (start.End!.Value, start.Data));
        Assert.Equal(Arrivals.Bit(15), start.Signals.FirstHandled & Arrivals.Bit(15));

        await LiveEngine.DockerAsync("start", name);
        await daemon.UntilAsync("life", trace => trace.Life.Count == 2);
        await LiveEngine.DockerAsync("kill", name);
        trace = await daemon.UntilAsync("life", trace => trace.Life.Starts.Count(start => start.End is not null) == 2);
        Assert.Contains(trace.Life.Starts, start => start.End == new RunEnd(true, 9));
        await daemon.StopAsync();
    }

    /// <summary>As fast as an engine does it, a container is started again in the slot that it had, or in another.</summary>
    [LiveFact]
    public async Task EveryStartOfWhatIsStartedAgainAtOnceCounts()
    {
        var name = $"life-{Guid.NewGuid():n}";
        await using var daemon = await TraceDaemon.StartAsync();
        await LiveEngine.DockerAsync("run", "-d", "--restart", "on-failure:4", "--label", "ctrace.tracefile=again", "--name", name, LiveEngine.Image, "/bin/busybox", "false");
        await Waiting.UntilAsync(
            async () => await LiveEngine.DockerAsync("inspect", "--format", "{{.RestartCount}} {{.State.Status}}", name) == "4 exited", () => "it is not started again");
        var trace = await daemon.UntilAsync("again", trace => trace.Life.Starts.Count(start => start.End is not null) == 5);
        Assert.All(trace.Life.Starts, start => Assert.Equal((true, new RunEnd(false, 1)), (start.IsWhole, start.End!.Value)));
        Assert.Equal(5, trace.Life.Count);
        await daemon.StopAsync();
    }

    /// <summary>A daemon that is started again in the middle of a container's life finds that it is the same start.</summary>
    [LiveFact]
    public async Task ADaemonThatComesLaterKnowsTheStartAgain()
    {
        var name = $"life-{Guid.NewGuid():n}";
        RunStart seen;
        await using (var daemon = await TraceDaemon.StartAsync())
        {
            await LiveEngine.DockerAsync("run", "-d", "--label", "ctrace.tracefile=life", "--name", name, LiveEngine.Image, "/bin/busybox", "sh", "-c", Service);
            await UntilReadyAsync(name);
            await daemon.UntilAsync("life", trace => trace.Life.Count == 1);
            await daemon.StopAsync();
            seen = Assert.Single(daemon.Read("life").Life.Starts);
            Assert.Equal((true, null), (seen.IsWhole, seen.End));
        }

        await using (var daemon = await TraceDaemon.StartAsync())
        {
            await daemon.UntilAsync("life", trace => trace.Life.Count == 1);
            await LiveEngine.DockerAsync("stop", "--time", "300", name);
            var trace = await daemon.UntilAsync("life", trace => trace.Life.Starts.Any(start => start.End is not null));
            var late = Assert.Single(trace.Life.Starts);
            Assert.Equal((seen.Id, false, new RunEnd(false, 3)), (late.Id, late.IsWhole, late.End!.Value));
            Assert.Equal(Arrivals.Bit(15), late.Signals.FirstHandled & Arrivals.Bit(15));
            await daemon.StopAsync();
        }
    }

    [LiveFact]
    public async Task ACommandHasAStartAndAnEnd()
    {
        var record = await Command.RunAsync(Repository.Ctrace, "record", "-o", Output, "--", "sh", "-c", "kill -USR1 $$");
        Assert.NotEqual(0, record.Status);
        var start = Assert.Single(Read(Output).Life.Starts);
        Assert.Equal((true, new RunEnd(true, 10), Arrivals.Bit(10)), (start.IsWhole, start.End!.Value, start.Signals.FirstDefault));
    }

    /// <summary>Waits until the container says that it is ready, or what runs it has ended.</summary>
    private static async Task UntilReadyAsync(string name, Task<Command>? run = null)
    {
        await Waiting.UntilAsync(
            async () => run is { IsCompleted: true } || (await Command.RunAsync("docker", "logs", name)).Output.Contains("ready", StringComparison.Ordinal),
            () => $"{name} does not get ready");
        Assert.False(run is { IsCompleted: true }, run is { IsCompleted: true } ? $"it ended before: {await run}" : "");
    }

    private async Task<DataState> DataAsync(string[] run)
    {
        (await Command.RunAsync(Repository.Ctrace, ["run", "-o", Output, "--", "--rm", .. run])).Succeeded();
        return Assert.Single(Read(Output).Life.Starts).Data;
    }

    private static Trace Read(string path) => TracefileReader.Read(File.ReadAllBytes(path), path);
}
