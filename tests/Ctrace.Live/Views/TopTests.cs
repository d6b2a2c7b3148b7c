using System.Diagnostics;
using System.Text.Json;
using Ctrace.Core.Tests;
using Xunit;

namespace Ctrace.Live.Views;

/// <summary>All containers of the machine at once, of a daemon and without one.</summary>
[WholeMachine]
[Collection("engine")]
public sealed class TopTests : ContainerTest
{
    // Denied by the engine's default profile, and by the kernel for want of a capability; and a program that makes more calls than the shell.
    private const string Busy = "while :; do mount -t tmpfs x /tmp; chown 1 /tmp; perl -e 'getppid for 1..50000'; done 2>/dev/null";

    [LiveFact]
    public async Task WithoutADaemonAllContainersAreWatched()
    {
        await StartAsync("busy", label: null, "--cap-drop=CHOWN", Busy);
        await StartAsync("idle", label: null, "--cap-drop=ALL", "sleep 1000");
        using var found = await UntilAsync(["--failures"], IsBusy);
        var root = found.RootElement;
        Assert.Equal("probe", root.GetProperty("source").GetString());
        Assert.True(Named(root, "idle").GetProperty("recorded").GetBoolean());
        var busy = Named(root, "busy");
        Assert.True(busy.GetProperty("denied_calls_recorded").GetBoolean());
        Assert.Contains(busy.GetProperty("denied").EnumerateArray(), denial => denial.TryGetProperty("syscall", out var call) && call.GetString() == "mount" && denial.GetProperty("errno").GetString() == "EPERM");
        Assert.Contains(busy.GetProperty("denied").EnumerateArray(), denial => denial.TryGetProperty("capability", out var name) && name.GetString() == "chown");

        var list = await Command.RunAsync(Repository.Ctrace, "top", "--once", "--all", "--name", "bus*");
        Assert.Equal(0, list.Status);
        Assert.Matches("^CONTAINER +CALLS/S +CALLS +PROGRAM +DENIED \\(10 s\\) +DANGEROUS\nbusy +[0-9.]+ +[0-9]+ +[^ ]+ [0-9]+% .*calls not recorded", list.Output);
        Assert.DoesNotContain("idle", list.Output, StringComparison.Ordinal);
        Assert.EndsWith("note: denied calls are not recorded, only capabilities: 'ctrace top --failures' does\n", list.Output, StringComparison.Ordinal);
    }

    [LiveFact]
    public async Task ADaemonTellsWhatItRecordsAndWhatItDoesNotIsNamed()
    {
        await using var daemon = await TraceDaemon.StartAsync("--socket", Socket, "--failures");
        await StartAsync("busy", "busy", "--cap-drop=CHOWN", Busy);
        await StartAsync("other", label: null, "--cap-drop=ALL", "sleep 1000");
        using var found = await UntilAsync(["--socket", Socket], IsBusy);
        var root = found.RootElement;
        Assert.Equal("daemon", root.GetProperty("source").GetString());
        Assert.Contains(Named(root, "busy").GetProperty("denied").EnumerateArray(), denial => denial.TryGetProperty("syscall", out var call) && call.GetString() == "mount");
        var other = Named(root, "other");
        Assert.Equal((false, "no label ctrace.tracefile (--all)"), (other.GetProperty("recorded").GetBoolean(), other.GetProperty("reason").GetString()));
    }

    /// <summary>On a terminal of 10 lines and 40 columns, which script(1) makes, nothing is longer, and the terminal is left as it was.</summary>
    [LiveFact]
    public async Task ATerminalIsFilledAndLeftClean()
    {
        await StartAsync("busy", label: null, "--cap-drop=CHOWN", Busy);
        for (var index = 0; index < 12; index++)
        {
            await StartAsync($"idle{index}", label: null, "--cap-drop=ALL", "sleep 1000");
        }

        using var terminal = Process.Start(new ProcessStartInfo("script", ["-qefc", $"stty rows 10 cols 40; exec env TERM=xterm {Repository.Ctrace} top --all --interval 1", "/dev/null"])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
        })!;
        var shown = new System.Text.StringBuilder();
        var reading = Task.Run(async () =>
        {
            var buffer = new char[4096];
            while (await terminal.StandardOutput.ReadAsync(buffer) is var count and > 0)
            {
                lock (shown)
                {
                    shown.Append(buffer, 0, count);
                }
            }
        });
        await Waiting.UntilAsync(() => Text().Split("\e[H").Length > 3, () => $"it shows: {Text()}");
        await terminal.StandardInput.WriteAsync('\u0003');
        await terminal.StandardInput.FlushAsync();
        await terminal.WaitForExitAsync().WaitAsync(Waiting.Patience);
        await reading;
        Assert.Equal(0, terminal.ExitCode);
        Assert.EndsWith("\e[?7h\e[?25h\e[?1049l", Text(), StringComparison.Ordinal);
        foreach (var look in Text().Split("\e[H")[1..^1])
        {
            // The terminal's own carriage returns are among them.
            var lines = look.Replace("\e[J", "", StringComparison.Ordinal).Replace("\r", "", StringComparison.Ordinal).Split('\n');
            Assert.InRange(lines.Length, 3, 10);
            Assert.All(lines, line => Assert.InRange(line.Replace("\e[K", "", StringComparison.Ordinal).Length, 0, 40));
            Assert.Contains(lines, line => line.StartsWith("and ", StringComparison.Ordinal));
        }

        string Text()
        {
            lock (shown)
            {
                return shown.ToString();
            }
        }
    }

    private static bool IsBusy(JsonElement root) => Named(root, "busy") is { ValueKind: JsonValueKind.Object } busy && busy.TryGetProperty("program", out var program)
        && program.GetString()?.EndsWith("perl", StringComparison.Ordinal) == true && busy.GetProperty("calls_per_second").ValueKind == JsonValueKind.Number && busy.GetProperty("calls_per_second").GetDouble() > 0
        && busy.GetProperty("denied").GetArrayLength() > 1;

    private static JsonElement Named(JsonElement root, string name) =>
        root.GetProperty("containers").EnumerateArray().FirstOrDefault(container => container.GetProperty("name").GetString() == name);

    private static async Task<JsonDocument> UntilAsync(string[] options, Func<JsonElement, bool> holds)
    {
        JsonDocument? found = null;
        var said = "";
        await Waiting.UntilAsync(
            async () =>
            {
                var run = await Command.RunAsync(Repository.Ctrace, ["top", "--once", "--json", .. options]);
                said = run.Output + run.Errors;
                return run.Status == 0 && holds((found = JsonDocument.Parse(run.Output)).RootElement);
            },
            () => $"it is not told: {said}");
        return found!;
    }

    private static Task<string> StartAsync(string name, string? label, string option, string script) => LiveEngine.DockerAsync(
        ["run", "-d", "--name", name, .. label is null ? (string[])[] : ["--label", $"ctrace.tracefile={label}"], option, LiveEngine.Image, "sh", "-c", script]);
}
