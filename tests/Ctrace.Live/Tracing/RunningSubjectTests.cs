using System.Diagnostics;
using Ctrace.Cgroups;
using Ctrace.Core.Tests;
using Ctrace.Core.Tracefiles;
using Ctrace.Core.Traces;
using Ctrace.Live.Profiles;
using Ctrace.Live.Views;
using Xunit;
using Trace = Ctrace.Core.Traces.Trace;

namespace Ctrace.Live.Tracing;

/// <summary>What runs already and is no container: a process, a cgroup, a service of systemd.</summary>
[Collection("engine")]
public sealed class RunningSubjectTests : ContainerTest
{
    private string Output => $"{Place}/x.trace";

    private string Terminal => $"{Place}/terminal";

    [LiveTheory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task AProcessIsRecordedWithItsFutureChildren(bool oldKernel)
    {
        using var shell = new Shell();
        shell.Say($"sleep 1000 & echo $! > {Place}/earlier; while [ ! -e {Place}/go ]; do sleep 0.05; done; mkdir {Place}/d; sh -c 'chown 1 {Place}/d'; kill $(cat {Place}/earlier)");
        using var other = new Shell();
        using var record = await StartAsync($"{(oldKernel ? "CTRACE_OLD_KERNEL=1 " : "")}{Repository.Ctrace} record --pid {shell.Id} -o {Output}");
        Assert.Matches($@"ctrace: recording sh \({shell.Id}\); \^C ends", await File.ReadAllTextAsync(Terminal, TestContext.Current.CancellationToken));
        other.Say($"touch {Place}/other; ln -s x {Place}/link");
        await Waiting.UntilAsync(() => File.Exists($"{Place}/other"), () => "the other shell does nothing");
        await File.WriteAllTextAsync($"{Place}/go", "", TestContext.Current.CancellationToken);
        await shell.EndAsync();
        await record.WaitForExitAsync(TestContext.Current.CancellationToken).WaitAsync(Waiting.Patience, TestContext.Current.CancellationToken);
        var trace = Read();
        Assert.Equal(["chown"], trace.NeededCapabilities);
        Assert.Subset(Names(trace), new HashSet<string> { "mkdir", "fchownat", "execve", "wait4" });
        Assert.DoesNotContain("symlinkat", Names(trace));
        Assert.Equal([Scope.Command, Scope.Partial], trace.Values(Fact.Scope).Order(StringComparer.Ordinal));
        Assert.Contains("is partial", (await Command.RunAsync(Repository.Ctrace, "profile", "systemd", Output)).Errors, StringComparison.Ordinal);
        Assert.Contains("CapabilityBoundingSet=CAP_CHOWN\n", (await Command.RunAsync(Repository.Ctrace, "profile", "systemd", "--force", Output)).Succeeded() + "\n", StringComparison.Ordinal);
    }

    [LiveFact]
    public async Task ACgroupIsRecordedWithAllThatIsInIt()
    {
        using var cgroup = CommandCgroup.Create(CgroupLayout.Detect(), "-recorded");
        using var inside = cgroup.Start(["sh", "-c", $"while [ ! -e {Place}/go ]; do sleep 0.05; done; mkdir {Place}/d; while [ ! -e {Place}/end ]; do sleep 0.05; done"]);
        using var record = await StartAsync($"{Repository.Ctrace} record --cgroup {cgroup.Directory.Paths[0]} -o {Output}");
        await File.WriteAllTextAsync($"{Place}/go", "", TestContext.Current.CancellationToken);
        await Waiting.UntilAsync(() => Directory.Exists($"{Place}/d"), () => "nothing is done in the cgroup");
        await File.WriteAllTextAsync($"{Place}/end", "", TestContext.Current.CancellationToken);
        await inside.WaitForExitAsync(TestContext.Current.CancellationToken);
        cgroup.Dispose();
        await record.WaitForExitAsync(TestContext.Current.CancellationToken).WaitAsync(Waiting.Patience, TestContext.Current.CancellationToken);
        Assert.Subset(Names(Read()), new HashSet<string> { "mkdir", "execve", "exit_group" });
        Assert.Equal([Scope.Command, Scope.Partial], Read().Values(Fact.Scope).Order(StringComparer.Ordinal));
    }

    [LiveFact]
    public async Task AServiceIsStartedAnewAndRecordedWhole()
    {
        await using var box = await SystemdBox.StartAsync(Place);
        await File.WriteAllTextAsync($"{box.Root}/run/systemd/system/web.service",
            $"[Unit]\nDefaultDependencies=no\n[Service]\nType=exec\nExecStart=/bin/sh -c 'mkdir {Place}/made; chown 1 {Place}/made; exec sleep 1000'\n", TestContext.Current.CancellationToken);
        (await box.SystemctlAsync("daemon-reload")).Succeeded();
        Assert.Equal(66, (await box.EnterAsync(Repository.Ctrace, "record", "--unit", "web", "-o", Output)).Status);
        Assert.Equal(66, (await box.EnterAsync(Repository.Ctrace, "record", "--unit", "nosuch.service", "--restart", "-o", Output)).Status);
        var record = box.EnterAsync(Repository.Ctrace, "record", "--unit", "web.service", "--restart", "-o", Output);
        await Waiting.UntilAsync(() => record.IsCompleted || Directory.Exists($"{Place}/made"), () => "the service does not start");
        (await box.SystemctlAsync("stop", "web.service")).Succeeded();
        (await record).Succeeded();
        var trace = Read();
        Assert.Equal([Scope.Command], trace.Values(Fact.Scope));
        Assert.Equal(["chown"], trace.NeededCapabilities);
        Assert.Subset(Names(trace), new HashSet<string> { "mkdir", "fchownat", "execve", "clock_nanosleep" });
        (await box.SystemctlAsync("start", "web.service")).Succeeded();
    }

    /// <summary>Starts it on a terminal, which is where it says that it records.</summary>
    private async Task<Process> StartAsync(string line)
    {
        var process = Process.Start(new ProcessStartInfo("script", ["-qefc", line, Terminal]) { RedirectStandardInput = true, RedirectStandardOutput = true })!;
        await Waiting.UntilAsync(() => process.HasExited || (File.Exists(Terminal) && File.ReadAllText(Terminal).Contains("; ^C ends", StringComparison.Ordinal)), () => "it does not record");
        return process;
    }

    private static HashSet<string> Names(Trace trace) => [.. trace.Syscalls.Keys.Select(call => call.Name)];

    private Trace Read() => TracefileReader.Read(File.ReadAllBytes(Output), Output);
}
