using System.Text.RegularExpressions;
using Ctrace.Core.Tracefiles;
using Ctrace.Core.Traces;
using Ctrace.Live.Witnesses;
using Xunit;

namespace Ctrace.Live.Tracing;

/// <summary>
/// The probes in the form that kernels before 5.13 get see what the others see. That such kernels take them is shown by
/// <c>./build matrix</c>.
/// </summary>
[Collection("engine")]
public sealed class OldKernelTests : ContainerTest
{
    [LiveTheory]
    [InlineData("/bin/denied")]
    [InlineData("/bin/calls")]
    [InlineData("/bin/capabilities")]
    public async Task ATraceHoldsTheSame(string program)
    {
        var (today, old) = (Path.Combine(Place, "today"), Path.Combine(Place, "old"));
        (await Command.RunAsync(Repository.Ctrace, "run", "--failures", "-o", today, "--", "--rm", LiveEngine.Image, program)).Succeeded();
        var said = Workload.Parse((await OldAsync("run", "--failures", "-o", old, "--", "--rm", LiveEngine.Image, program)).Succeeded());
        Assert.Equal(Exact(today), Exact(old));
        // Not equal: the runtime's last steps, in Go, differ from run to run.
        var seen = Read(old);
        Assert.Empty(said.Syscalls.Except([.. seen.Syscalls.Keys, .. seen.Denied.Keys.Select(outcome => outcome.Syscall)]));
    }

    [LiveFact]
    public async Task ArgumentsAreTheSame()
    {
        var (today, old) = (Path.Combine(Place, "today"), Path.Combine(Place, "old"));
        string[] many = ["perl", "-e", "socket(my $a, 1, 1, 0); syscall(16, 100, 0x1000 + $_, 0) for 0 .. 99"];
        (await Command.RunAsync(Repository.Ctrace, ["record", "--arguments", "-o", today, "--", .. many])).Succeeded();
        (await OldAsync(["record", "--arguments", "-o", old, "--", .. many])).Succeeded();
        Assert.Equal(["ioctl"], Read(today).Arguments.Any.Select(call => call.Name));
        Assert.NotEmpty(Read(today).Arguments.Seen);
        Assert.Equal(Read(today).Arguments, Read(old).Arguments);
    }

    [LiveFact]
    public async Task ChecksFindTheSame()
    {
        string[] check = ["check", "--json", "--forbid-capabilities", "chown", "--forbid-syscalls", "mkdir", "--", "docker", "run", "--rm", LiveEngine.Image, "/bin/busybox", "sh", "-c", "mkdir /a; chown 1 /a; chown 1 /b"];
        var today = await Command.RunAsync(Repository.Ctrace, check);
        Assert.Contains("\"chown\"", today.Errors, StringComparison.Ordinal);
        var old = await OldAsync(check);
        Assert.Equal((today.Status, Unnamed(today)), (old.Status, Unnamed(old)));

        // Each has a container of its own.
        static string Unnamed(Command run) => Regex.Replace(run.Errors, "\"container\": *\"[^\"]*\"", "");
    }

    [LiveFact]
    public async Task CapabilitiesAreShownWithTheirCalls()
    {
        var shown = await OldAsync("captrace", "--columns", "exe,capability,syscall", "-f", "sh", "-c", $"chown 1 {Place}");
        Assert.Equal(0, shown.Status);
        Assert.Matches("(?m)^[^\t]*/chown\tCAP_CHOWN\tfchownat$", shown.Errors);
    }

    [LiveFact]
    public async Task CallsAreShownWithTheirArguments()
    {
        var made = Path.Combine(Place, "made");
        var shown = await OldAsync("strace", "-f", "sh", "-c", $"mkdir -m 700 {made}; :");
        Assert.Equal(0, shown.Status);
        Assert.Matches($"mkdir\\(\"{made}\", 0700\\) *= 0", shown.Errors);
    }

    private static Task<Command> OldAsync(params string[] arguments) => Command.RunAsync("env", ["CTRACE_OLD_KERNEL=1", Repository.Ctrace, .. arguments]);

    private static string[] Exact(string path)
    {
        var trace = Read(path);
        Assert.Equal(0UL, trace.Lost);
        return [.. trace.Denied.Keys.Select(outcome => $"denied {outcome}"), .. trace.Capabilities.Keys, .. trace.CapabilitiesDenied.Keys.Select(name => $"denied {name}")];
    }

    private static Trace Read(string path) => TracefileReader.Read(File.ReadAllBytes(path), path);
}
