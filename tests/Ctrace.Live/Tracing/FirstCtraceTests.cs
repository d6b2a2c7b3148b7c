using Ctrace.Core.Traces;
using Xunit;

namespace Ctrace.Live.Tracing;

/// <summary>
/// What the first ctrace did wrong and no other test here holds: several containers at once ended it, it lost the execve of the
/// entry point, and its --runc did nothing.
/// </summary>
[Collection("engine")]
public sealed class FirstCtraceTests
{
    private static readonly (string Call, string[] Command)[] Containers =
    [
        ("mkdir", ["mkdir", "/tmp/a"]), ("symlink", ["ln", "-s", "a", "/tmp/b"]), ("sync", ["sync"]),
        ("mknodat", ["mkfifo", "/tmp/c"]), ("chmod", ["chmod", "700", "/tmp"]),
    ];

    [LiveFact]
    public async Task ContainersThatStartAtOnceAreKeptApart()
    {
        await using var daemon = await TraceDaemon.StartAsync();
        await Task.WhenAll(Containers.Select(one => Command.RunAsync(
            "docker", ["run", "--rm", "--label", $"ctrace.tracefile={one.Call}", LiveEngine.Image, "/bin/busybox", .. one.Command])));
        await daemon.StopAsync();
        foreach (var (call, _) in Containers)
        {
            var names = Names(daemon.Read(call));
            Assert.Equal([call], Containers.Select(one => one.Call).Where(other => names.Contains(other)));
            Assert.Contains("execve", names);
        }
    }

    [LiveFact]
    public async Task TheRuntimesStepsAreRecordedOnRequestAlone()
    {
        foreach (var (options, expected) in new (string[], bool)[] { (["--runc"], true), ([], false) })
        {
            await using var daemon = await TraceDaemon.StartAsync(options);
            await LiveEngine.DockerAsync("run", "--rm", "--label", "ctrace.tracefile=true", LiveEngine.Image, "/bin/busybox", "true");
            await daemon.StopAsync();
            Assert.Equal(expected, Names(daemon.Read("true")).Contains("pivot_root"));
        }
    }

    private static HashSet<string> Names(Trace trace) => trace.Syscalls.Keys.Select(syscall => syscall.Name).ToHashSet();
}
