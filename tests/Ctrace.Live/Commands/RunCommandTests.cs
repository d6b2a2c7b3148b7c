using System.Text.Json.Nodes;
using Ctrace.Core.Tracefiles;
using Ctrace.Core.Traces;
using Xunit;

namespace Ctrace.Live.Commands;

/// <summary><c>ctrace run</c>, <c>record</c>, <c>requirements</c> and <c>doctor</c>, as a user calls them.</summary>
[Collection("engine")]
public sealed class RunCommandTests : ContainerTest
{
    private string Output => Path.Combine(Place, "out.trace");

    [LiveFact]
    public async Task RunPassesOutputAndExitCodeOn()
    {
        var run = await Command.RunAsync(Repository.Ctrace, "run", "-o", Output, "--", "--rm", LiveEngine.Image, "/bin/busybox", "sh", "-c", "echo said; exit 7");
        Assert.Equal((7, "said\n"), (run.Status, run.Output));
        Assert.StartsWith($"ctrace: {Output}: ", run.Errors, StringComparison.Ordinal);
        Assert.Contains("exit_group", Names(Read()));
    }

    [LiveFact]
    public async Task RunOfADetachedContainerLastsAsLongAsTheContainer()
    {
        var run = await Command.RunAsync(Repository.Ctrace, "run", "-o", Output, "--", "--rm", "-d", LiveEngine.Image, "/bin/busybox", "sleep", "1");
        Assert.Equal(0, run.Status);
        Assert.Contains("exit_group", Names(Read()));
    }

    [LiveFact]
    public async Task RunThatMakesNoContainerWritesNothing()
    {
        var run = await Command.RunAsync(Repository.Ctrace, "run", "-o", Output, "--", "--pull=never", "no-such-image:1");
        Assert.Equal(125, run.Status);
        Assert.False(File.Exists(Output));
    }

    [LiveTheory]
    [InlineData]
    [InlineData("--merge")]
    public async Task AProgramThatIsNeverExecutedLeavesAGoodTracefileAsItIs(params string[] merge)
    {
        await Command.RunAsync(Repository.Ctrace, "run", "-o", Output, "--", "--rm", "--user", "1000", LiveEngine.Image, "/bin/busybox", "mkdir", "/tmp/a");
        var good = await File.ReadAllTextAsync(Output);
        var run = await Command.RunAsync(Repository.Ctrace, ["run", .. merge, "-o", Output, "--", "--rm", LiveEngine.Image, "nosuchprog"]);
        Assert.Equal(127, run.Status);
        Assert.Contains("stays as it was: the program was never executed", run.Errors, StringComparison.Ordinal);
        Assert.Equal(good, await File.ReadAllTextAsync(Output));
    }

    [LiveFact]
    public async Task AProgramThatIsNeverExecutedMakesNoProfile()
    {
        var run = await Command.RunAsync(Repository.Ctrace, "run", "-o", Output, "--", "--rm", LiveEngine.Image, "nosuchprog");
        Assert.Equal(127, run.Status);
        Assert.Equal([Fact.NeverExecuted], Read().Values(Fact.Program));
        var options = await Command.RunAsync(Repository.Ctrace, "options", "-o", Path.Combine(Place, "p.json"), Output);
        Assert.Equal((65, ""), (options.Status, options.Output));
    }

    [LiveFact]
    public async Task ACommandThatIsNeverExecutedLeavesAGoodTracefileAsItIs()
    {
        var broken = Path.Combine(Place, "broken");
        await File.WriteAllTextAsync(broken, "#!/no/such/interpreter\n");
        File.SetUnixFileMode(broken, UnixFileMode.UserRead | UnixFileMode.UserExecute);
        await Command.RunAsync(Repository.Ctrace, "record", "-o", Output, "--", "/bin/true");
        var good = await File.ReadAllTextAsync(Output);
        var record = await Command.RunAsync(Repository.Ctrace, "record", "-o", Output, "--", broken);
        Assert.NotEqual(0, record.Status);
        Assert.Contains("stays as it was", record.Errors, StringComparison.Ordinal);
        Assert.Equal(good, await File.ReadAllTextAsync(Output));
    }

    [LiveFact]
    public async Task RunTellsWhatAFilterRefused()
    {
        var run = await Command.RunAsync(Repository.Ctrace, "run", "--failures", "-o", Output, "--", "--rm", LiveEngine.Image, "/bin/denied");
        Assert.True(run.Status == 0, run.Errors);
        var expected = run.Output.Split('\n').Select(line => line.Split(' ')).Where(words => words is ["error", ..]).Select(words => $"{words[2]} {words[3]}");
        Assert.Equal(expected.Order(StringComparer.Ordinal), Read().Denied.Keys.Select(denied => $"{denied.Syscall.Name} {denied.Errno}").Order(StringComparer.Ordinal));
    }

    [LiveFact]
    public async Task MergeAddsToWhatIsThere()
    {
        await Command.RunAsync(Repository.Ctrace, "run", "-o", Output, "--", "--rm", LiveEngine.Image, "/bin/busybox", "mkdir", "/tmp/a");
        await Command.RunAsync(Repository.Ctrace, "run", "--merge", "-o", Output, "--", "--rm", LiveEngine.Image, "/bin/busybox", "sync");
        Assert.Superset(new HashSet<string> { "mkdir", "sync" }, Names(Read()));
        await Command.RunAsync(Repository.Ctrace, "run", "-o", Output, "--", "--rm", LiveEngine.Image, "/bin/busybox", "sync");
        Assert.DoesNotContain("mkdir", Names(Read()));
    }

    [WholeMachine]
    [LiveFact]
    public async Task RecordNeedsNoEngineAndLeavesNoCgroup()
    {
        var record = await Command.RunAsync(Repository.Ctrace, "record", "-o", Output, "--", Path.Combine(Repository.Workloads, "calls"));
        Assert.Equal(0, record.Status);
        var expected = record.Output.Split('\n').Select(line => line.Split(' ')).Where(words => words is ["syscall", "x86_64", _]).Select(words => words[2]);
        Assert.Equal(expected.ToHashSet().Order(StringComparer.Ordinal), Names(Read()).Order(StringComparer.Ordinal));
        Assert.Equal([Scope.Command], Read().Values(Fact.Scope));
        Assert.Empty(Directory.EnumerateDirectories("/sys/fs/cgroup", "ctrace-*", new EnumerationOptions { RecurseSubdirectories = true, MaxRecursionDepth = 2 }));
    }

    [LiveFact]
    public async Task RecordWaitsForTheCommandsChildrenAndPassesItsExitCodeOn()
    {
        var record = await Command.RunAsync(Repository.Ctrace, "record", "-o", Output, "--", "/bin/sh", "-c", "(sleep 0.5; mkdir -p /tmp) & exit 5");
        Assert.Equal(5, record.Status);
        Assert.Contains("mkdir", Names(Read()));
    }

    [LiveFact]
    public async Task RecordOfAContainerStopsAfterTheGivenTime()
    {
        await LiveEngine.DockerAsync("run", "-d", "--name", "recorded", LiveEngine.Image, "/bin/busybox", "sh", "-c", "while :; do /bin/busybox sleep 0.1; done");
        var record = await Command.RunAsync(Repository.Ctrace, "record", "--container", "recorded", "--duration", "3", "-o", Output);
        Assert.True(record.Status == 0, record.Errors);
        Assert.Equal([Scope.Partial], Read().Values(Fact.Scope));
        Assert.Superset(new HashSet<string> { "clock_nanosleep", "execve", "wait4" }, Names(Read()));
    }

    [LiveTheory]
    [InlineData(66, "ctrace: cannot run no-such-command: not found", "record", "--", "no-such-command")]
    [InlineData(66, "ctrace: no such container: nobody", "record", "--container", "nobody")]
    [InlineData(64, "ctrace: nothing to record", "record")]
    [InlineData(73, "ctrace: cannot open the data directory /proc/none", "trace", "--data", "/proc/none")]
    public async Task SaysInOneLineWhatIsWrong(int status, string line, params string[] arguments)
    {
        var run = await Command.RunAsync(Repository.Ctrace, arguments);
        Assert.Equal(status, run.Status);
        Assert.StartsWith(line, run.Errors, StringComparison.Ordinal);
        Assert.Single(run.Errors.TrimEnd('\n').Split('\n'));
    }

    [LiveFact]
    public async Task SaysSoWithoutRootAndWithoutAnEngine()
    {
        var unprivileged = await Command.RunAsync("setpriv", "--reuid=65534", "--clear-groups", "--inh-caps=-all", "--bounding-set=-all", Repository.Ctrace, "record", "--", "/bin/true");
        Assert.Equal(77, unprivileged.Status);
        Assert.Contains("run as root", unprivileged.Errors, StringComparison.Ordinal);
        var alone = await Command.RunAsync("env", "DOCKER_HOST=unix:///nowhere/docker.sock", Repository.Ctrace, "trace", "--data", Place);
        Assert.Equal(69, alone.Status);
        Assert.StartsWith("ctrace: cannot reach the Docker engine at unix:///nowhere/docker.sock", alone.Errors, StringComparison.Ordinal);
    }

    [LiveFact]
    public async Task RequirementsOfThisRuntimeAreWithinTheKnownBaseline()
    {
        var run = await Command.RunAsync(Repository.Ctrace, "requirements", "--rounds", "2", "--output", Output);
        Assert.True(run.Status == 0, run.Errors);
        var trace = Read();
        Assert.Superset(new HashSet<string> { "execve", "exit_group", "openat", "setuid" }, Names(trace));
        Assert.Empty(Names(trace).Except(Core.Seccomp.Profiles.RuntimeBaseline.Privileges));
        Assert.Equal("", await LiveEngine.DockerAsync("images", "--quiet", "ctrace-noop"));
    }

    [LiveFact]
    public async Task DoctorFindsNothingMissing()
    {
        var doctor = await Command.RunAsync(Repository.Ctrace, "doctor");
        Assert.True(doctor.Status == 0, doctor.Output);
        Assert.Contains("attaches; capabilities by ", doctor.Output, StringComparison.Ordinal);
        var alone = await Command.RunAsync("env", "DOCKER_HOST=unix:///nowhere/docker.sock", Repository.Ctrace, "doctor");
        Assert.Equal(1, alone.Status);
        Assert.Contains("MISSING  engine", alone.Output, StringComparison.Ordinal);
    }

    /// <summary>A test of a feature that fails on a kernel that is new enough is wrong. Fexit and kprobes can be forbidden, or left out.</summary>
    [LiveFact]
    public async Task DoctorFindsWhatThisKernelIsNewEnoughFor()
    {
        var doctor = await Command.RunAsync(Repository.Ctrace, "doctor", "--json");
        var found = JsonNode.Parse(doctor.Output)!.AsArray().ToDictionary(finding => (string)finding!["subject"]!, finding => (string)finding!["state"]!);
        var running = Version.Parse(string.Concat(File.ReadAllText("/proc/sys/kernel/osrelease").TakeWhile(c => char.IsAsciiDigit(c) || c == '.')));
        foreach (var (feature, since) in new[]
        {
            ("ring buffer", "5.8"), ("current task's type", "5.11"), ("atomics that fetch", "5.12"), ("task storage", "5.13"),
            ("task's registers", "5.15"), ("cap_capable tracepoint", "6.14"),
        })
        {
            Assert.True(found[feature] == "good" || running < Version.Parse(since), $"{feature}: {found[feature]}");
        }
    }

    private static HashSet<string> Names(Trace trace) => trace.Syscalls.Keys.Select(syscall => syscall.Name).ToHashSet();

    private Trace Read() => TracefileReader.Read(File.ReadAllBytes(Output), Output);
}
