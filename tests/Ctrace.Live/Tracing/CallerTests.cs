using System.Globalization;
using Ctrace.Core.Tracefiles;
using Ctrace.Core.Traces;
using Xunit;

namespace Ctrace.Live.Tracing;

/// <summary>Who made a call is who executed last what made it; beyond that, strace is the witness (<see cref="WitnessedSyscallsTests"/>).</summary>
[Collection("engine")]
public sealed class CallerTests : ContainerTest
{
    /// <summary>A child that executes nothing is its parent still; what it executes then is not.</summary>
    [LiveTheory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task AForkedProcessIsTheProgramThatForkedIt(bool oldKernel)
    {
        const string Script = "/bin/sh -c '(umask 077; /bin/mkdir /tmp/a; cd /tmp; exec /bin/touch /tmp/b) & wait'; /bin/chown 1 /tmp/b; umask 022";
        var path = Path.Combine(Place, "forks");
        (await Command.RunAsync("env", [.. oldKernel ? (string[])["CTRACE_OLD_KERNEL=1"] : [], Repository.Ctrace, "run", "-o", path, "--", "--rm", LiveEngine.Image,
            "perl", "-e", $"umask 1; system('/bin/sh', '-c', q{{{Script}}})"])).Succeeded();
        var trace = TracefileReader.Read(File.ReadAllBytes(path), path);
        Assert.Equal(["/bin/sh", "/usr/bin/perl"], Who(trace, "umask"));
        Assert.Equal(["/bin/mkdir"], Who(trace, "mkdir"));
        Assert.Equal(["/bin/sh"], Who(trace, "chdir").Where(IsProgram));
        Assert.Equal(["/bin/touch"], Who(trace, "utimensat"));
        Assert.Equal([Caller.Program("/bin/chown")], trace.CapabilityCallers["chown"].Select(entry => entry.Caller));
        Assert.Contains("(the runtime)", Who(trace, "execve"));
        Assert.Equal("/usr/bin/perl", trace.SyscallCallers[Named(trace, "umask")].First().Caller.Path);
    }

    [LiveFact]
    public async Task WhoRanBeforeTheRecordingIsNotKnown()
    {
        var id = await LiveEngine.DockerAsync("run", "-d", "--label", "ctrace.tracefile=before", LiveEngine.Image, "/bin/sh", "-c", "while /bin/sleep 0.1; do umask 022; done");
        await using var daemon = await TraceDaemon.StartAsync();
        await daemon.UntilAsync("before", seen => Who(seen, "clock_nanosleep").Any(IsProgram) && Who(seen, "umask").Count > 0);
        await LiveEngine.DockerAsync("rm", "--force", id);
        await daemon.StopAsync();
        var trace = daemon.Read("before");
        Assert.Contains("(ran before the recording)", Who(trace, "umask"));
        Assert.DoesNotContain("/bin/sh", Who(trace, "umask"));
        Assert.Contains("/bin/sleep", Who(trace, "clock_nanosleep"));
        Assert.DoesNotContain("(the runtime)", trace.SyscallCallers.Select(entry => entry.Key.Caller.ToString()));
    }

    /// <summary>More programs than are told apart: what the last ones do is somebody's, and nothing is lost.</summary>
    [LiveFact]
    public async Task ProgramsWithoutANumberAreOthers()
    {
        await using var daemon = await TraceDaemon.StartAsync();
        await LiveEngine.DockerAsync("run", "--rm", "--label", "ctrace.tracefile=many", LiveEngine.Image, "/bin/sh", "-c",
            "i=0; while [ $i -lt 80 ]; do ln -s /bin/busybox /tmp/true; mkdir -p /tmp/$i; ln -s /bin/busybox /tmp/$i/true; /tmp/$i/true; i=$((i+1)); rm /tmp/true; done; ln -s /bin/busybox /tmp/sync; /tmp/sync");
        await daemon.StopAsync();
        var trace = daemon.Read("many");
        var callers = trace.SyscallCallers.Select(entry => entry.Key.Caller).Distinct().ToList();
        Assert.Equal(60, callers.Count(caller => caller.Kind == CallerKind.Program));
        Assert.Equal(["(other programs)"], Who(trace, "sync"));
        Assert.Equal((0UL, 0), (trace.Lost, trace.Values(Fact.Callers).Count()));
        Assert.True(trace.Executables.Count > 80, string.Create(CultureInfo.InvariantCulture, $"{trace.Executables.Count} executables"));
    }

    /// <summary>
    /// busybox starts its applets, and fexecve(3) everything, by a name that says nothing: named is the file that ran, and the applet as it was called.
    /// </summary>
    [LiveTheory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task AProgramThatIsStartedThroughProcIsTheFileThatRan(bool oldKernel)
    {
        const string Script = """
            system("/bin/sh", "-c", "cd /tmp; setsid sleep 0.01; umask 022");
            system { "/proc/self/exe" } "x) (as ls", "-e", "mkdir q(/tmp/a)";
            """;
        var path = Path.Combine(Place, "applets");
        (await Command.RunAsync("env", [.. oldKernel ? (string[])["CTRACE_OLD_KERNEL=1"] : [], Repository.Ctrace, "run", "-o", path, "--", "--rm", LiveEngine.Image, "perl", "-e", Script])).Succeeded();
        var trace = TracefileReader.Read(File.ReadAllBytes(path), path);
        Assert.Equal(["/bin/busybox (as setsid)"], Who(trace, "setsid").Where(IsProgram));
        Assert.Equal(["/bin/busybox (as sleep)"], Who(trace, "clock_nanosleep").Where(IsProgram));
        Assert.Equal(["/bin/sh"], Who(trace, "chdir").Where(IsProgram));
        Assert.Equal(["/usr/bin/perl"], Who(trace, "mkdir"));
        Assert.Equal(["/bin/busybox (as setsid)", "/bin/busybox (as sleep)", "/bin/sh", "/usr/bin/perl"], trace.Executables.Keys.Order(StringComparer.Ordinal));

        var memory = Path.Combine(Place, "memory");
        (await Command.RunAsync("env", [.. oldKernel ? (string[])["CTRACE_OLD_KERNEL=1"] : [], Repository.Ctrace, "run", "-o", memory, "--", "--rm", LiveEngine.Image, "/bin/ownership", "memfd"])).Succeeded();
        Assert.Equal(["/bin/ownership", "/memfd:m (as ownership)"], TracefileReader.Read(File.ReadAllBytes(memory), memory).Executables.Keys.Order(StringComparer.Ordinal));
    }

    private static bool IsProgram(string caller) => caller.StartsWith('/');

    private static SyscallName Named(Trace trace, string name) => new(trace.Architecture, name);

    private static List<string> Who(Trace trace, string name) =>
        [.. trace.SyscallCallers[Named(trace, name)].Select(entry => entry.Caller.ToString()).Order(StringComparer.Ordinal)];
}
