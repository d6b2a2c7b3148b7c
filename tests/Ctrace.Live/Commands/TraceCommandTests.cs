using Ctrace.Core.Tests;
using Ctrace.Core.Traces;
using Xunit;

namespace Ctrace.Live.Commands;

/// <summary>The daemon, on containers of every age and on an engine that comes and goes.</summary>
[Collection("engine")]
public sealed class TraceCommandTests : ContainerTest
{
    [LiveFact]
    public async Task RecordsAContainerThatIsGoneAtOnce()
    {
        await using var daemon = await TraceDaemon.StartAsync();
        await LiveEngine.DockerAsync("run", "--rm", "--network=none", "--label", "ctrace.tracefile=short", LiveEngine.Image, "/bin/calls");
        var trace = await daemon.UntilAsync("short", trace => Has(trace, "exit_group"));

        Assert.Equal([Scope.Whole], trace.Values(Fact.Scope));
        Assert.Equal(["/bin/calls"], trace.Executables.Keys);
        Assert.Equal(0ul, trace.Lost);
        Assert.Contains(trace.Values(Fact.Image), image => image.EndsWith(LiveEngine.Image, StringComparison.Ordinal));
        await daemon.StopAsync();
    }

    [LiveFact]
    public async Task TakesUpARunningContainerAndWhatItIsBlockedIn()
    {
        var id = await LiveEngine.DockerAsync("run", "-d", "--label", "ctrace.tracefile=running/%%-%n", LiveEngine.Image, "/bin/sleeper");
        await LiveEngine.DockerAsync("rm", "-f", id);
        id = await LiveEngine.DockerAsync("run", "-d", "--label", "ctrace.tracefile=running/%%", LiveEngine.Image, "/bin/sleeper");
        await UntilReadyAsync(id);
        await using var daemon = await TraceDaemon.StartAsync();
        await daemon.UntilAsync("running/%", trace => Has(trace, "rt_sigtimedwait"));
        await LiveEngine.DockerAsync("kill", "--signal", "TERM", id);
        var trace = await daemon.UntilAsync("running/%", trace => Has(trace, "exit_group"));

        Assert.Equal([Scope.Partial], trace.Values(Fact.Scope));
        Assert.True(Has(trace, "getpriority"));
        Assert.False(Has(trace, "rt_sigprocmask"), "what it did before the daemon came cannot be known");
        await daemon.StopAsync("INT");
    }

    [LiveFact]
    public async Task CountsWhatDockerExecBringsAndNotWhatTheRuntimeNeedsForIt()
    {
        await using var daemon = await TraceDaemon.StartAsync();
        var id = await LiveEngine.DockerAsync("run", "-d", "--label", "ctrace.tracefile=exec", LiveEngine.Image, "/bin/busybox", "sleep", "1000");
        var before = await daemon.UntilAsync("exec", trace => Has(trace, "clock_nanosleep"));
        Assert.False(Has(before, "mkdir"));
        await LiveEngine.DockerAsync("exec", id, "/bin/busybox", "mkdir", "/tmp/made");
        await LiveEngine.DockerAsync("rm", "-f", id);
        var trace = await daemon.UntilAsync("exec", trace => Has(trace, "mkdir"));

        Assert.Equal(["/bin/busybox"], trace.Executables.Keys);
        Assert.False(Has(trace, "setns"));
        Assert.Empty(trace.Capabilities.Keys);
        await daemon.StopAsync();
    }

    [LiveFact]
    public async Task RecordsAnUnconfinedContainerFromItsOwnFirstProgram()
    {
        await using var daemon = await TraceDaemon.StartAsync();
        await LiveEngine.DockerAsync("run", "--rm", "--label", "ctrace.tracefile=free", "--security-opt", "seccomp=unconfined", LiveEngine.Image, "/bin/calls");
        var trace = await daemon.UntilAsync("free", trace => Has(trace, "exit_group"));

        Assert.Equal([Scope.Unconfined, Scope.Whole], trace.Values(Fact.Scope));
        Assert.False(Has(trace, "capset"), "that is the runtime's");
        await daemon.StopAsync();
    }

    [LiveFact]
    public async Task AContainerWhoseProgramIsNeverExecutedAddsNothingToWhatRan()
    {
        await using var daemon = await TraceDaemon.StartAsync();
        string[] run = ["run", "--rm", "--security-opt", "no-new-privileges", "--label", "ctrace.tracefile=never", LiveEngine.Image];
        await LiveEngine.DockerAsync([.. run, "/bin/busybox", "mkdir", "/tmp/a"]);
        await daemon.UntilAsync("never", trace => Has(trace, "mkdir"));
        await Command.RunAsync("docker", "run", "--rm", "--label", "ctrace.tracefile=never", LiveEngine.Image, "nosuchprog");
        await LiveEngine.DockerAsync([.. run, "/bin/busybox", "sync"]);
        var trace = await daemon.UntilAsync("never", trace => Has(trace, "sync"));
        Assert.Empty(trace.Values(Fact.Program));
        Assert.Equal(["true"], trace.Values(Fact.NoNewPrivileges));
        await daemon.StopAsync();
    }

    [LiveFact]
    public async Task ALabelOfAnImageDoesNotCountUnlessThatIsWanted()
    {
        var made = await LiveEngine.DockerAsync("create", LiveEngine.Image, "/bin/busybox", "true");
        await LiveEngine.DockerAsync("commit", "--change", "LABEL ctrace.tracefile=theirs", made, "labelled");
        await LiveEngine.DockerAsync("rm", made);
        await using (var daemon = await TraceDaemon.StartAsync())
        {
            await LiveEngine.DockerAsync("run", "--rm", "--name", "theirs", "labelled", "/bin/busybox", "mkdir", "/tmp/theirs");
            await LiveEngine.DockerAsync("run", "--rm", "--name", "same", "--label", "ctrace.tracefile=theirs", "labelled", "/bin/busybox", "mkdir", "/tmp/theirs");
            await LiveEngine.DockerAsync("run", "--rm", "--label", "ctrace.tracefile=ours", "labelled", "/bin/busybox", "sync");
            await daemon.UntilAsync("ours", trace => Has(trace, "sync"));
            await daemon.StopAsync();
            Assert.False(File.Exists(Path.Combine(daemon.Data, "theirs")));
            Assert.Contains("container theirs is not traced: its label ctrace.tracefile=theirs is its image's", daemon.Errors, StringComparison.Ordinal);
            Assert.Contains("container same is not traced", daemon.Errors, StringComparison.Ordinal);
        }

        await using (var daemon = await TraceDaemon.StartAsync("--image-labels"))
        {
            await LiveEngine.DockerAsync("run", "--rm", "labelled", "/bin/busybox", "mkdir", "/tmp/theirs");
            await daemon.UntilAsync("theirs", trace => Has(trace, "mkdir"));
            await daemon.StopAsync();
        }

        await LiveEngine.DockerAsync("rmi", "labelled");
    }

    [LiveFact]
    public async Task MergesReplicasAndRunsIntoOneFile()
    {
        await using var daemon = await TraceDaemon.StartAsync();
        string[] run = ["run", "--rm", "--label", "ctrace.tracefile=both", LiveEngine.Image, "/bin/busybox"];
        await Task.WhenAll(LiveEngine.DockerAsync([.. run, "mkdir", "/tmp/a"]), LiveEngine.DockerAsync([.. run, "ln", "-s", "a", "/tmp/b"]));
        await daemon.UntilAsync("both", trace => Has(trace, "mkdir") && Has(trace, "symlink"));
        await LiveEngine.DockerAsync([.. run, "sync"]);
        var trace = await daemon.UntilAsync("both", trace => Has(trace, "sync"));
        Assert.True(Has(trace, "mkdir") && Has(trace, "symlink"));
        await daemon.StopAsync();
    }

    [WholeMachine]
    [LiveFact]
    public async Task LeavesContainersWithoutTheLabelAlone()
    {
        await using var daemon = await TraceDaemon.StartAsync("--slots", "4");
        for (var i = 0; i < 6; i++)
        {
            await LiveEngine.DockerAsync("run", "-d", LiveEngine.Image, "/bin/busybox", "sleep", "1000");
        }

        await LiveEngine.DockerAsync("run", "--rm", "--label", "ctrace.tracefile=wanted", LiveEngine.Image, "/bin/busybox", "true");
        await daemon.UntilAsync("wanted", trace => Has(trace, "exit_group"));
        Assert.Equal(["wanted"], Directory.EnumerateFileSystemEntries(daemon.Data).Select(Path.GetFileName));
        await daemon.StopAsync();
    }

    [WholeMachine]
    [LiveFact]
    public async Task SaysWhichContainerFindsNoSlotAndKeepsTheOthersApart()
    {
        await using var daemon = await TraceDaemon.StartAsync("--slots", "1");
        var first = await LiveEngine.DockerAsync("run", "-d", "--label", "ctrace.tracefile=first", LiveEngine.Image, "/bin/busybox", "sleep", "1000");
        await daemon.UntilAsync("first", trace => Has(trace, "clock_nanosleep"));
        var second = await LiveEngine.DockerAsync("run", "-d", "--name", "second", "--label", "ctrace.tracefile=second", LiveEngine.Image, "/bin/busybox", "mkdir", "/tmp/a");
        await LiveEngine.DockerAsync("wait", second);
        await LiveEngine.DockerAsync("rm", "-f", first);
        await LiveEngine.DockerAsync("run", "--rm", "--label", "ctrace.tracefile=third", LiveEngine.Image, "/bin/busybox", "sync");
        var third = await daemon.UntilAsync("third", trace => Has(trace, "sync"));

        Assert.False(Has(third, "mkdir") || Has(third, "clock_nanosleep"));
        Assert.False(Has(daemon.Read("first"), "mkdir"));
        Assert.False(File.Exists(Path.Combine(daemon.Data, "second")));
        Assert.Contains("second is not traced: all 1 slots are in use", daemon.Errors, StringComparison.Ordinal);
        await daemon.StopAsync();
    }

    [LiveTheory]
    [InlineData("../outside")]
    [InlineData("/tmp/outside")]
    [InlineData("a/../../outside")]
    [InlineData("link/outside")]
    [InlineData("linked")]
    [InlineData("fifo")]
    [InlineData("directory")]
    [InlineData(".hidden")]
    [InlineData("with\nnewline")]
    [InlineData("%1000000000d")]
    public async Task RefusesALabelThatLeadsElsewhere(string label)
    {
        await using var daemon = await TraceDaemon.StartAsync();
        var outside = Directory.CreateTempSubdirectory("ctrace-outside-");
        try
        {
            File.CreateSymbolicLink(Path.Combine(daemon.Data, "link"), outside.FullName);
            File.CreateSymbolicLink(Path.Combine(daemon.Data, "linked"), Path.Combine(outside.FullName, "outside"));
            Directory.CreateDirectory(Path.Combine(daemon.Data, "directory"));
            await Command.RunAsync("mkfifo", Path.Combine(daemon.Data, "fifo"));
            await LiveEngine.DockerAsync("run", "--rm", "--name", "hostile", "--label", $"ctrace.tracefile={label}", LiveEngine.Image, "/bin/busybox", "true");
            await LiveEngine.DockerAsync("run", "--rm", "--label", "ctrace.tracefile=next", LiveEngine.Image, "/bin/busybox", "true");
            await daemon.UntilAsync("next", trace => Has(trace, "exit_group"));

            Assert.Empty(outside.EnumerateFileSystemInfos());
            Assert.Contains("container hostile is not traced: ", daemon.Errors, StringComparison.Ordinal);
            await daemon.StopAsync();
        }
        finally
        {
            outside.Delete(recursive: true);
        }
    }

    [LiveFact]
    public async Task SurvivesTheEnginesRestart()
    {
        await using var daemon = await TraceDaemon.StartAsync();
        await LiveEngine.DockerAsync("run", "-d", "--label", "ctrace.tracefile=before", LiveEngine.Image, "/bin/busybox", "sh", "-c",
            "trap '/bin/busybox mkdir /tmp/late; exit' TERM; while :; do /bin/busybox sleep 0.1; done");
        await daemon.UntilAsync("before", trace => Has(trace, "clock_nanosleep"));
        await LiveEngine.StopAsync();
        await LiveEngine.StartAsync();
        await daemon.UntilAsync("before", trace => Has(trace, "mkdir"));
        await LiveEngine.DockerAsync("run", "--rm", "--label", "ctrace.tracefile=after", LiveEngine.Image, "/bin/busybox", "true");
        await daemon.UntilAsync("after", trace => Has(trace, "exit_group"));
        Assert.Contains("the engine is back", daemon.Errors, StringComparison.Ordinal);
        await daemon.StopAsync();
    }

    [LiveFact]
    public async Task MissesNoStartOfAContainerThatIsRestarted()
    {
        const int Starts = 12;
        await using var daemon = await TraceDaemon.StartAsync();
        var id = await LiveEngine.DockerAsync("create", "--network=none", "--label", "ctrace.tracefile=again", LiveEngine.Image, "/bin/calls");
        for (var start = 0; start < Starts; start++)
        {
            await LiveEngine.DockerAsync("start", "--attach", id);
        }

        await daemon.UntilAsync("again", trace => trace.Executables["/bin/calls"] == Starts);
        await daemon.StopAsync();
        Assert.Equal((ulong)Starts, daemon.Read("again").Executables["/bin/calls"]);
    }

    [LiveFact]
    public async Task GoesOnFromWhatTheFileHeldAfterBeingKilled()
    {
        string held;
        await using (var killed = await TraceDaemon.StartAsync())
        {
            await LiveEngine.DockerAsync("run", "--rm", "--label", "ctrace.tracefile=kept", LiveEngine.Image, "/bin/busybox", "mkdir", "/tmp/a");
            await killed.UntilAsync("kept", trace => Has(trace, "mkdir"));
            await Command.RunAsync("kill", "-KILL", killed.Id.ToString(System.Globalization.CultureInfo.InvariantCulture));
            held = await File.ReadAllTextAsync(Path.Combine(killed.Data, "kept"), TestContext.Current.CancellationToken);
        }

        await using var daemon = await TraceDaemon.StartAsync();
        await File.WriteAllTextAsync(Path.Combine(daemon.Data, "kept"), held, TestContext.Current.CancellationToken);
        await LiveEngine.DockerAsync("run", "--rm", "--label", "ctrace.tracefile=kept", LiveEngine.Image, "/bin/busybox", "sync");
        await daemon.UntilAsync("kept", trace => Has(trace, "sync") && Has(trace, "mkdir"));
        await daemon.StopAsync();
    }

    [LiveFact]
    public async Task RefusesToShareADirectory()
    {
        await using var daemon = await TraceDaemon.StartAsync();
        var second = await Command.RunAsync(Repository.Ctrace, "trace", "--data", daemon.Data);
        Assert.Equal(69, second.Status);
        Assert.StartsWith("ctrace: another ctrace is using the data directory", second.Errors, StringComparison.Ordinal);
        await daemon.StopAsync();
    }

    [LiveFact]
    public async Task LeavesADamagedTracefileAsItIs()
    {
        await using var daemon = await TraceDaemon.StartAsync();
        var path = Path.Combine(daemon.Data, "damaged");
        await File.WriteAllTextAsync(path, "ARCH\nx86_64\n\nCAPABILITIES\n\x01\n", TestContext.Current.CancellationToken);
        await LiveEngine.DockerAsync("run", "--rm", "--name", "unlucky", "--label", "ctrace.tracefile=damaged", LiveEngine.Image, "/bin/busybox", "true");
        await LiveEngine.DockerAsync("run", "--rm", "--label", "ctrace.tracefile=next", LiveEngine.Image, "/bin/busybox", "true");
        await daemon.UntilAsync("next", trace => Has(trace, "exit_group"));
        Assert.Equal("ARCH\nx86_64\n\nCAPABILITIES\n\x01\n", await File.ReadAllTextAsync(path, TestContext.Current.CancellationToken));
        Assert.Contains($"container unlucky is not traced: {path}:5:", daemon.Errors, StringComparison.Ordinal);
        await daemon.StopAsync();
    }

    private static bool Has(Trace trace, string name) => trace.Syscalls.Keys.Any(syscall => syscall.Name == name);

    private static Task UntilReadyAsync(string id) =>
        Waiting.UntilAsync(async () => await LiveEngine.DockerAsync("logs", id) == "ready", () => "the container does not say that it is ready");
}
