using System.Text.Json.Nodes;
using Xunit;

namespace Ctrace.Live.Commands;

/// <summary>A daemon that is asked how it fares, while it traces and while its engine is away.</summary>
[WholeMachine]
[Collection("engine")]
public sealed class StatusCommandTests : ContainerTest
{
    private StatusQuestions Daemon => new(Socket);

    [LiveFact]
    public async Task TellsWhatIsTracedWhatIsNotAndWhatWasWritten()
    {
        await using var daemon = await TraceDaemon.StartAsync("--socket", Socket);
        await LiveEngine.DockerAsync("run", "-d", "--name", "web1", "--label", "ctrace.tracefile=web", LiveEngine.Image, "/bin/busybox", "sleep", "1000");
        await LiveEngine.DockerAsync("run", "-d", "--name", "bad1", "--label", "ctrace.tracefile=../web", LiveEngine.Image, "/bin/busybox", "sleep", "1000");
        await LiveEngine.DockerAsync("run", "-d", "--name", "other", LiveEngine.Image, "/bin/busybox", "sleep", "1000");
        var status = await Daemon.UntilAsync(status => status is { Untraced.Count: 1, Known: 3, Traced: [{ LastWrite: not null, Calls: > 20 }] });

        var web = status.Traced[0];
        Assert.Equal(("web1", "web", 64, 0ul), (web.Name, web.Tracefile, web.Id.Length, web.Lost));
        Assert.Equal(["whole"], web.Scope);
        Assert.Contains("cannot use '../web' as a tracefile's name", Assert.Single(status.Untraced, one => one.Name == "bad1").Reason, StringComparison.Ordinal);
        Assert.True(status.Engine is { Connected: true, Events: > 0 } && status.Engine.Version.StartsWith("Docker ", StringComparison.Ordinal));
        Assert.Equal((daemon.Id, daemon.Data, 1024), (status.ProcessId, status.Data, status.Slots));
        Assert.True(status.Calls >= web.Calls && status is { Recordings: 1, Lost: 0, Writes.Failed: 0, MemoryBytes: > 1 << 20 });

        Assert.Contains("web1", (await Daemon.AskAsync()).Succeeded(), StringComparison.Ordinal);
        Assert.Contains("\nctrace_containers_traced 1\n", (await Daemon.AskAsync("--metrics")).Succeeded(), StringComparison.Ordinal);
        await daemon.StopAsync();
        Assert.False(File.Exists(Socket));
        var gone = await Daemon.AskAsync();
        Assert.Equal(69, gone.Status);
        Assert.StartsWith($"ctrace: no ctrace answers at {Socket}: ", gone.Errors, StringComparison.Ordinal);
    }

    [LiveFact]
    public async Task OnlyRootIsTold()
    {
        await using var daemon = await TraceDaemon.StartAsync("--socket", Socket);
        Assert.Equal("600 700", $"{(await Command.RunAsync("stat", "-c", "%a", Socket)).Succeeded()} {(await Command.RunAsync("stat", "-c", "%a", $"{Place}/run")).Succeeded()}");

        // Even where the directories let anyone through.
        File.SetUnixFileMode($"{Place}/run", (UnixFileMode)0x1ED);
        File.SetUnixFileMode(Place, (UnixFileMode)0x1ED);
        var connect = $"use Socket; socket(S, PF_UNIX, SOCK_STREAM, 0); $) = $( = '65534 65534'; $> = $< = 65534; exit(connect(S, sockaddr_un('{Socket}')) ? 0 : $!)";
        Assert.Equal(13, (await Command.RunAsync("perl", "-e", connect)).Status);
        await daemon.StopAsync();
    }

    [LiveFact]
    public async Task ASecondDaemonSaysSoAndAKilledOnesSocketIsReplaced()
    {
        await using (var first = await TraceDaemon.StartAsync("--socket", Socket))
        {
            var data = Directory.CreateDirectory($"{Place}/second").FullName;
            var second = await Command.RunAsync(Repository.Ctrace, "trace", "--data", data, "--socket", Socket);
            Assert.Equal((69, $"ctrace: another ctrace answers at {Socket} (name another socket with --socket)\n"), (second.Status, second.Errors));
            await Command.RunAsync("kill", "-KILL", first.Id.ToString(System.Globalization.CultureInfo.InvariantCulture));
        }

        Assert.True(File.Exists(Socket));
        Assert.Equal(69, (await Daemon.AskAsync()).Status);
        await using var third = await TraceDaemon.StartAsync("--socket", Socket);
        Assert.Equal(third.Id, (await Daemon.UntilAsync(_ => true)).ProcessId);
        await third.StopAsync();
    }

    [LiveFact]
    public async Task AnEngineThatIsGoneIsATroubleAndTheLogIsForMachines()
    {
        await using var daemon = await TraceDaemon.StartAsync("--socket", Socket, "--log-format", "json");
        await LiveEngine.DockerAsync("run", "--rm", "--name", "short", "--label", "ctrace.tracefile=short", LiveEngine.Image, "/bin/busybox", "true");
        await Daemon.UntilAsync(status => status is { Recordings: 1, Traced.Count: 0 });
        await LiveEngine.StopAsync();
        await Daemon.UntilAsync(status => !status.Engine.Connected);
        var asked = await Daemon.AskAsync();
        Assert.Equal(1, asked.Status);
        Assert.Contains("TROUBLE    the engine is gone: ", asked.Output, StringComparison.Ordinal);
        Assert.Contains("\nctrace_engine_connected 0\n", (await Daemon.AskAsync("--metrics")).Succeeded(), StringComparison.Ordinal);
        await LiveEngine.StartAsync();
        await Daemon.UntilAsync(status => status.Engine.Connected);
        await daemon.StopAsync();

        var events = daemon.Errors.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => JsonNode.Parse(line)!).ToArray();
        // That it is gone is said again when the reason changes.
        Assert.Equal(["container-traced", "container-ended", "engine-gone", "engine-back"], events.Select(entry => (string)entry["event"]!).Distinct());
        Assert.Equal(["short", "short"], events.Take(2).Select(entry => (string)entry["tracefile"]!));
    }
}
