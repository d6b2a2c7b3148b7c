using System.Text.Json;
using Ctrace.Core.Traces;
using Xunit;

namespace Ctrace.Live.Faults;

/// <summary>One id, several lives: by the engine itself, and by the runtime alone, which can be told any id.</summary>
[WholeMachine]
[Collection("engine")]
public sealed class ReusedIdTests : ContainerTest
{
    private StatusQuestions Daemon => new(Socket);

    [LiveFact]
    public async Task EachLifeOfAContainerCountsOnceInItsOwnFile()
    {
        await using var daemon = await TraceDaemon.StartAsync("--socket", Socket);
        await LiveEngine.DockerAsync("run", "-d", "--label", "ctrace.tracefile=beside", LiveEngine.Image, "/bin/busybox", "sh", "-c", "while :; do /bin/busybox sleep 0.05; done");
        // The engine has given it a name and a label, and never starts it.
        var id = await LiveEngine.DockerAsync("create", "--label", "ctrace.tracefile=lives", LiveEngine.Image, "none");
        var runtime = new Runtime(Place, id);
        await runtime.RunAsync("mkdir", "/tmp/a");
        await daemon.UntilAsync("lives", trace => Count(trace, "mkdir") == 1);
        await Daemon.UntilAsync(status => status is { SlotsUsed: 1, Traced.Count: 1 });

        // At once, so that the slot may still be there, and later, when it is another's or nobody's.
        await runtime.RunAsync("ln", "-s", "a", "/tmp/b");
        await runtime.RunAsync("sync");
        await daemon.UntilAsync("lives", trace => Count(trace, "symlink") == 1 && Count(trace, "sync") == 1);
        await Daemon.UntilAsync(status => status is { SlotsUsed: 1, Traced.Count: 1 });
        await daemon.StopAsync();

        var (lives, beside) = (daemon.Read("lives"), daemon.Read("beside"));
        Assert.Equal((1ul, 1ul, 1ul, 3ul), (Count(lives, "mkdir"), Count(lives, "symlink"), Count(lives, "sync"), lives.Executables["/bin/busybox"]));
        Assert.False(Has(lives, "clock_nanosleep"));
        Assert.False(Has(beside, "mkdir") || Has(beside, "symlink") || Has(beside, "sync"));
    }

    [LiveFact]
    public async Task WhoeverTakesARemovedContainersIdDoesNotGetItsFile()
    {
        await using var daemon = await TraceDaemon.StartAsync("--socket", Socket);
        var file = $"{Place}/id";
        await LiveEngine.DockerAsync("run", "--rm", "--cidfile", file, "--label", "ctrace.tracefile=first", LiveEngine.Image, "/bin/busybox", "mkdir", "/tmp/a");
        await daemon.UntilAsync("first", trace => Count(trace, "mkdir") == 1);
        await Daemon.UntilAsync(status => status is { SlotsUsed: 0, Known: 0 });

        // Its slot is given back only after the engine was asked, in vain.
        var runtime = new Runtime(Place, await File.ReadAllTextAsync(file, TestContext.Current.CancellationToken));
        await runtime.RunAsync("ln", "-s", "a", "/tmp/b");
        await Daemon.UntilAsync(status => status is { SlotsUsed: 0, Known: 0, Recordings: 1 });
        await runtime.RunAsync("sync");
        await Daemon.UntilAsync(status => status is { SlotsUsed: 0, Known: 0, Recordings: 1 });
        await daemon.StopAsync();
        Assert.Equal(["first"], Directory.EnumerateFiles(daemon.Data).Select(Path.GetFileName));
        var first = daemon.Read("first");
        Assert.False(Has(first, "symlink") || Has(first, "sync"));
        Assert.Equal((1ul, 1ul), (Count(first, "mkdir"), first.Executables["/bin/busybox"]));
    }

    [LiveFact]
    public async Task AContainerThatIsStoppedAndRestartedKeepsItsFileAndNobodyElses()
    {
        const int Restarts = 4;
        const string Program = "/bin/busybox mkdir /tmp/$$ 2>/dev/null; exec /bin/sleeper";
        await using var daemon = await TraceDaemon.StartAsync("--socket", Socket);
        await LiveEngine.DockerAsync("run", "-d", "--label", "ctrace.tracefile=beside", LiveEngine.Image, "/bin/busybox", "sh", "-c", "while :; do /bin/busybox sleep 0.05; done");
        var id = await LiveEngine.DockerAsync("run", "-d", "--label", "ctrace.tracefile=again", LiveEngine.Image, "/bin/busybox", "sh", "-c", Program);
        for (var restart = 0; restart < Restarts; restart++)
        {
            // Not before it has done what is counted: a container can be stopped in its first step.
            var starts = (ulong)restart + 1;
            await daemon.UntilAsync("again", trace => Count(trace, "mkdir") == starts && trace.Executables["/bin/sleeper"] == starts);
            if (restart % 2 == 0)
            {
                await LiveEngine.DockerAsync("restart", "--time", "0", id);
            }
            else
            {
                await LiveEngine.DockerAsync("stop", "--time", "0", id);
                await LiveEngine.DockerAsync("start", id);
            }
        }

        await daemon.UntilAsync("again", trace => Count(trace, "mkdir") == Restarts + 1 && trace.Executables["/bin/sleeper"] == Restarts + 1);
        await LiveEngine.RemoveAllAsync();
        await Daemon.UntilAsync(status => status is { SlotsUsed: 0, Known: 0, Traced.Count: 0 });
        await daemon.StopAsync();
        var (again, beside) = (daemon.Read("again"), daemon.Read("beside"));
        Assert.Equal(((ulong)Restarts + 1, (ulong)Restarts + 1), (Count(again, "mkdir"), again.Executables["/bin/sleeper"]));
        Assert.False(Has(again, "clock_nanosleep"));
        Assert.False(Has(beside, "mkdir") || beside.Executables["/bin/sleeper"] > 0);
    }

    private static bool Has(Trace trace, string name) => Count(trace, name) > 0;

    private static ulong Count(Trace trace, string name) => trace.Syscalls.FirstOrDefault(call => call.Key.Name == name).Value;

    /// <summary>The engine's runtime, without the engine: runs busybox under an id that somebody else chose, where the engine would.</summary>
    private sealed class Runtime
    {
        private static readonly string[] Namespaces = ["pid", "mount", "ipc", "uts", "network"];

        private readonly string _bundle;
        private readonly string _id;

        public Runtime(string directory, string id)
        {
            (_bundle, _id) = (directory, id);
            Directory.CreateDirectory($"{directory}/root/bin");
            Directory.CreateDirectory($"{directory}/root/tmp");
            File.Copy("/bin/busybox", $"{directory}/root/bin/busybox");
        }

        /// <summary>One life, from the cgroup's making to its end.</summary>
        public async Task RunAsync(params string[] command)
        {
            // config.md of the OCI runtime specification.
            await File.WriteAllTextAsync($"{_bundle}/config.json", JsonSerializer.Serialize(new
            {
                ociVersion = "1.0.2",
                process = new { args = (string[])["/bin/busybox", .. command], cwd = "/", noNewPrivileges = true },
                root = new { path = "root" },
                mounts = new[] { new { destination = "/proc", type = "proc", source = "proc" } },
                linux = new { cgroupsPath = $"/docker/{_id}", namespaces = Namespaces.Select(type => new { type }) },
            }));
            await LiveEngine.EnterAsync("runc", "--root", $"{_bundle}/runc", "run", "--bundle", _bundle, "ctrace-reused");
        }
    }
}
