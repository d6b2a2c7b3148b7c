using Ctrace.Core.Tests;
using Ctrace.Core.Traces;
using Xunit;

namespace Ctrace.Live.Faults;

/// <summary>The engine dies in the middle and leaves its containers running (live-restore).</summary>
[WholeMachine]
[Collection("engine")]
public sealed class EngineKilledTests : ContainerTest
{
    // A call before, one on each signal, and the last of them is the container's end.
    private const string Program = """
        trap '/bin/busybox mkdir /tmp/during' USR1
        trap '/bin/busybox ln -s a /tmp/after' USR2
        trap '/bin/busybox chown 1 /tmp; exit' TERM
        /bin/busybox sync
        while :; do /bin/busybox sleep 0.1; done
        """;

    [LiveFact]
    public async Task AKilledEnginesContainersAreRecordedBeforeDuringAndAfterItsAbsence()
    {
        await using var live = await LiveRestore.SetAsync();
        await using var daemon = await TraceDaemon.StartAsync("--socket", Socket);
        var stays = await StartAsync(daemon, "stays");
        var ends = await StartAsync(daemon, "ends");
        var removed = await StartAsync(daemon, "removed", "--rm");
        var other = await StartAsync(daemon, "other");

        await LiveEngine.KillAsync();
        await SaysAsync(daemon, "the engine is gone");
        string[] ending = [ends, removed];
        await SignalAsync("USR1", [stays, .. ending]);
        foreach (var name in new[] { "stays", "ends", "removed" })
        {
            await daemon.UntilAsync(name, trace => Has(trace, "sync") && Has(trace, "mkdir"));
        }

        await SignalAsync("TERM", ending);
        await daemon.UntilAsync("ends", trace => Has(trace, "chown") && Has(trace, "exit_group"));
        await daemon.UntilAsync("removed", trace => Has(trace, "chown") && Has(trace, "exit_group"));
        await LiveEngine.StartAsync();
        await SaysAsync(daemon, "the engine is back");

        await SignalAsync("USR2", stays);
        await daemon.UntilAsync("stays", trace => Has(trace, "symlink"));
        await LiveEngine.DockerAsync("exec", "stays", "/bin/busybox", "rmdir", "/tmp/during");
        await daemon.UntilAsync("stays", trace => Has(trace, "rmdir"));
        await new StatusQuestions(Socket).UntilAsync(status => status is { SlotsUsed: 2, Traced: [{ Name: "other" }, { Name: "stays" }], Engine.Connected: true });
        await LiveEngine.DockerAsync("run", "--rm", "--label", "ctrace.tracefile=next", LiveEngine.Image, "/bin/busybox", "chmod", "0", "/tmp");
        await daemon.UntilAsync("next", trace => Has(trace, "chmod"));
        await LiveEngine.RemoveAllAsync();
        await new StatusQuestions(Socket).UntilAsync(status => status is { SlotsUsed: 0, Known: 0, Traced.Count: 0, Recordings: 5 });
        await daemon.StopAsync();

        var traces = new[] { "stays", "ends", "removed", "other", "next" }.ToDictionary(name => name, daemon.Read);
        Assert.All(traces.Values, trace => Assert.Equal([Scope.Whole], trace.Values(Fact.Scope)));
        string[] own = ["sync", "mkdir", "chown", "symlink", "rmdir", "chmod"];
        Assert.Equal(["stays:sync,mkdir,symlink,rmdir", "ends:sync,mkdir,chown", "removed:sync,mkdir,chown", "other:sync", "next:chmod"],
            traces.Select(entry => $"{entry.Key}:{string.Join(',', own.Where(name => Has(entry.Value, name)))}"));
    }

    /// <summary>Starts a container of that name and tracefile, and waits until what it does first is written.</summary>
    /// <returns>Its first process's id.</returns>
    private static async Task<string> StartAsync(TraceDaemon daemon, string name, params string[] options)
    {
        await LiveEngine.DockerAsync(["run", "-d", "--name", name, "--label", $"ctrace.tracefile={name}", .. options, LiveEngine.Image, "/bin/busybox", "sh", "-c", Program]);
        await daemon.UntilAsync(name, trace => Has(trace, "sync"));
        return await LiveEngine.DockerAsync("inspect", "-f", "{{.State.Pid}}", name);
    }

    private static async Task SignalAsync(string signal, params string[] processes) => (await Command.RunAsync("kill", [$"-{signal}", .. processes])).Succeeded();

    private static Task SaysAsync(TraceDaemon daemon, string what) =>
        Waiting.UntilAsync(() => daemon.Errors.Contains(what, StringComparison.Ordinal), () => $"'{what}' is not said: {daemon.Errors}");

    private static bool Has(Trace trace, string name) => trace.Syscalls.Keys.Any(syscall => syscall.Name == name);

    /// <summary>The engine leaves containers running while it is away, until this is disposed.</summary>
    private sealed class LiveRestore : IAsyncDisposable
    {
        public static async Task<LiveRestore> SetAsync()
        {
            await LiveEngine.ConfigureAsync("{\"live-restore\": true}", "true");
            return new LiveRestore();
        }

        public async ValueTask DisposeAsync()
        {
            if (!await LiveEngine.RunsAsync())
            {
                await LiveEngine.StartAsync();
            }

            await LiveEngine.ConfigureAsync("{\"live-restore\": false}", "false");
        }
    }
}
