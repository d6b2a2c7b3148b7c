using System.Diagnostics;
using Ctrace.Core.Tests;
using Xunit;

namespace Ctrace.Live.Views;

/// <summary>scripts/captrace.sh, with a tracefs of the test's own mounting.</summary>
[WholeMachine]
[Collection("engine")]
public sealed class CaptraceScriptTests : IAsyncLifetime
{
    private static readonly string Script = Path.Combine(Repository.Root, "scripts/captrace.sh");

    private readonly DirectoryInfo _directory = Directory.CreateTempSubdirectory("ctrace-script-");

    private string Tracefs => Path.Combine(_directory.FullName, "tracefs");

    private string Victim => Path.Combine(_directory.FullName, "victim");

    private string[] Instances => Directory.GetDirectories(Path.Combine(Tracefs, "instances"), "captrace_*");

    public async ValueTask InitializeAsync()
    {
        Directory.CreateDirectory(Tracefs);
        await File.WriteAllTextAsync(Victim, "");
        if (LiveEngine.IsThere)
        {
            (await Command.RunAsync("mount", "-t", "tracefs", "none", Tracefs)).Succeeded();
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (LiveEngine.IsThere)
        {
            (await Command.RunAsync("umount", Tracefs)).Succeeded();
        }

        _directory.Delete(recursive: true);
    }

    // The kernel does not note every task's name for its tracers: a lock that is taken just then is not waited for. Then it has
    // none, or the one from before the exec (kernel/trace/trace_sched_switch.c, trace_save_cmdline).
    private static string Named(string name) => $"({name}|sh|<\\.\\.\\.>)";

    [LiveFact]
    public async Task ACommandKeepsItsOutputAndItsExitCode()
    {
        var run = await Command.RunAsync(Script, "-f", "-t", Tracefs, "sh", "-c", $"chown 1 {Victim}; echo said; exit 7");
        Assert.Equal((7, "said\n"), (run.Status, run.Output));
        Assert.Matches($"(^|\n)[0-9]+\\.[0-9]{{6}}\t[0-9]+\t{Named("chown")}\t0\n", run.Errors);
        Assert.Empty(Instances);
    }

    [LiveFact]
    public async Task WithoutFollowChildrenAreNotShown()
    {
        var run = await Command.RunAsync(Script, "-t", Tracefs, "sh", "-c", $"chown 1 {Victim}; true");
        Assert.Equal(0, run.Status);
        Assert.Matches($"\t{Named("sh")}\t21\n", run.Errors);
        Assert.Single(run.Errors.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => line.Split('\t')[1]).Distinct());
    }

    [LiveFact]
    public async Task AProcessIsShownUntilItEnds()
    {
        using var shell = new Shell();
        var script = Command.RunAsync(Script, "-f", "-t", Tracefs, "-p", $"{shell.Id}");
        await UntilItWatchesAsync();
        shell.Say($"chown 1 {Victim}; exit");
        var run = await script;
        Assert.Equal(0, run.Status);
        Assert.Matches($"\t{Named("chown")}\t0\n", run.Output);
        Assert.Empty(Instances);
    }

    [LiveFact]
    public async Task RawLinesAreTheKernels()
    {
        var run = await Command.RunAsync(Script, "-r", "-t", Tracefs, "chown", "1", Victim);
        Assert.Matches($"{Named("chown")}-[0-9]+ +\\[[0-9]+\\] .*: cap_capable: .*cap[ =]0", run.Errors);
    }

    [LiveTheory]
    [InlineData("TERM", 143)]
    [InlineData("HUP", 129)]
    public async Task ASignalLeavesNothingBehind(string signal, int status)
    {
        using var script = Process.Start(new ProcessStartInfo(Script, ["-t", Tracefs]) { RedirectStandardOutput = true })!;
        await UntilItWatchesAsync();
        (await Command.RunAsync("chown", "1", Victim)).Succeeded();
        // It shows the whole system, so that on a busy machine its line comes behind many.
        string? line;
        do
        {
            line = await script.StandardOutput.ReadLineAsync(TestContext.Current.CancellationToken).AsTask().WaitAsync(Command.Patience, TestContext.Current.CancellationToken);
            Assert.NotNull(line);
        }
        while (!line.EndsWith("\tchown\t0", StringComparison.Ordinal));

        (await Command.RunAsync("kill", $"-{signal}", $"{script.Id}")).Succeeded();
        await script.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken).WaitAsync(Command.Patience, TestContext.Current.CancellationToken);
        await script.WaitForExitAsync(TestContext.Current.CancellationToken).WaitAsync(Command.Patience, TestContext.Current.CancellationToken);
        Assert.Equal(status, script.ExitCode);
        Assert.Empty(Instances);
        Assert.Empty(Directory.GetDirectories(Path.GetTempPath(), "captrace.*"));
    }

    [LiveTheory]
    [InlineData(64, "-p and a command exclude each other", "-p", "1", "ls")]
    [InlineData(64, "-p takes a process id, not 'x'", "-p", "x")]
    [InlineData(64, "-f goes with -p or a command", "-f")]
    [InlineData(66, "there is no process 4194305", "-p", "4194305")]
    [InlineData(66, "/tmp is not a tracefs", "-t", "/tmp")]
    public async Task BadInputIsOneLine(int status, string line, params string[] arguments)
    {
        var run = await Command.RunAsync(Script, arguments);
        Assert.Equal((status, "", $"captrace.sh: {line}\n"), (run.Status, run.Output, run.Errors));
    }

    [LiveFact]
    public async Task HelpTellsTheOptions()
    {
        var run = await Command.RunAsync(Script, "-h");
        Assert.Equal((0, ""), (run.Status, run.Errors));
        Assert.All(["-h ", "-f ", "-r ", "-p PID", "-t TRACEFS"], option => Assert.Contains(option, run.Output, StringComparison.Ordinal));
    }

    private Task UntilItWatchesAsync() => Waiting.UntilAsync(
        () => Instances is [var instance, ..] && File.ReadAllText(Path.Combine(instance, "events/capability/cap_capable/enable")).StartsWith('1'),
        () => "the script does not begin to watch");
}
