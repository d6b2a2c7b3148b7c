using System.Globalization;
using Ctrace.Core.Traces;
using Xunit;

namespace Ctrace.Live.Faults;

/// <summary>What a container did is recorded, however late the engine tells of it.</summary>
[WholeMachine]
[Collection("engine")]
public sealed class LateEventTests : ContainerTest
{
    [LiveFact]
    public async Task AContainerThatIsRemovedBeforeItsEventsComeIsRecorded()
    {
        await using var engine = LateEngine.Holding();
        await using var daemon = await TraceDaemon.StartAsync(engine.Host, ["--socket", Socket]);
        await RunAsync("late", "mkdir", "/tmp/a");
        // A first write need not have the image: the slot is kept until the engine has told it.
        var trace = await daemon.UntilAsync("late", trace => Has(trace, "mkdir") && Has(trace, "exit_group") && trace.Values(Fact.Image).Any());
        Assert.Equal([Scope.Whole], trace.Values(Fact.Scope));
        Assert.Contains(trace.Values(Fact.Image), image => image.EndsWith(LiveEngine.Image, StringComparison.Ordinal));

        engine.Release();
        await RunAsync("next", "sync");
        await daemon.UntilAsync("next", trace => Has(trace, "sync"));
        await new StatusQuestions(Socket).UntilAsync(status => status is { SlotsUsed: 0, Known: 0, Traced.Count: 0, Recordings: 2 });
        Assert.Equal(1ul, daemon.Read("late").Executables["/bin/busybox"]);
        await daemon.StopAsync();
    }

    [LiveFact]
    public async Task AContainerThatTheEngineHasForgottenIsRecordedWhenItsEventsComeAfterAll()
    {
        await using var engine = LateEngine.Slow();
        await using var daemon = await TraceDaemon.StartAsync(engine.Host, ["--socket", Socket]);
        // More events than come in the time after which the daemon asks.
        var id = await LiveEngine.DockerAsync("create", LiveEngine.Image, "none");
        for (var name = 0; name < 32; name++)
        {
            await LiveEngine.DockerAsync("rename", id, $"name-{name}");
        }

        await RunAsync("forgotten", "mkdir", "/tmp/a");
        await LiveEngine.DockerAsync("rm", id);
        var trace = await daemon.UntilAsync("forgotten", trace => Has(trace, "mkdir") && Has(trace, "exit_group"));
        Assert.Equal([Scope.Whole], trace.Values(Fact.Scope));
        await new StatusQuestions(Socket).UntilAsync(status => status is { SlotsUsed: 0, Known: 0, Recordings: 1 });
        await daemon.StopAsync();
    }

    [LiveFact]
    public async Task ADaemonThatStoodStillRecordsWhatCameAndWentMeanwhile()
    {
        const int Containers = 4;
        await using var daemon = await TraceDaemon.StartAsync("--socket", Socket);
        await SignalAsync(daemon, "STOP");
        try
        {
            await Task.WhenAll(Enumerable.Range(0, Containers).Select(number => RunAsync($"still/{number}", "sync")));
        }
        finally
        {
            await SignalAsync(daemon, "CONT");
        }

        for (var number = 0; number < Containers; number++)
        {
            var trace = await daemon.UntilAsync($"still/{number}", trace => Has(trace, "sync") && Has(trace, "exit_group"));
            Assert.Equal(1ul, trace.Executables["/bin/busybox"]);
        }

        await new StatusQuestions(Socket).UntilAsync(status => status is { SlotsUsed: 0, Known: 0, Recordings: Containers });
        await daemon.StopAsync();
    }

    private static Task<string> RunAsync(string tracefile, params string[] command) => LiveEngine.DockerAsync(
        ["run", "--rm", "--network=none", "--label", $"ctrace.tracefile={tracefile}", LiveEngine.Image, "/bin/busybox", .. command]);

    private static async Task SignalAsync(TraceDaemon daemon, string signal) =>
        (await Command.RunAsync("kill", $"-{signal}", daemon.Id.ToString(CultureInfo.InvariantCulture))).Succeeded();

    private static bool Has(Trace trace, string name) => trace.Syscalls.Keys.Any(syscall => syscall.Name == name);
}
