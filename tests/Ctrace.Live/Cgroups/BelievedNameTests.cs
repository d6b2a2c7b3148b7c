using Ctrace.Cgroups;
using Ctrace.Core.Traces;
using Xunit;

namespace Ctrace.Live.Cgroups;

/// <summary>Whoever can make a cgroup can name it like another container's: none of that reaches the other's trace, nor keeps it from being traced.</summary>
[WholeMachine]
[Collection("engine")]
public sealed class BelievedNameTests : ContainerTest
{
    /// <summary>What an unlabelled container needs to make cgroups: namespaces of its own.</summary>
    private static readonly string[] Unconfined = ["--security-opt", "seccomp=unconfined", "--security-opt", "apparmor=unconfined", LiveEngine.Image];

    private StatusQuestions Daemon => new(Socket);

    [LiveFact]
    public async Task AContainerCannotTakeAnothersName()
    {
        await using var daemon = await TraceDaemon.StartAsync("--socket", Socket);
        var victim = await VictimAsync(daemon);
        await LiveEngine.DockerAsync(["run", "--rm", .. Unconfined, "/bin/cgroups", "named", victim]);
        await AssertUntouchedAsync(daemon);
    }

    [LiveFact]
    public async Task AUserCannotTakeAContainersNameInDirectoriesOfHisOwn()
    {
        var layout = CgroupLayout.Detect();
        var own = Directory.CreateDirectory(Path.Combine(layout.V2Mount ?? layout.V1Mount!, $"ctrace-user-{Environment.ProcessId}"));
        await using var daemon = await TraceDaemon.StartAsync("--socket", Socket);
        var victim = await VictimAsync(daemon);
        try
        {
            (await Command.RunAsync("chown", "-R", "1000:1000", own.FullName)).Succeeded();
            (await Command.RunAsync(Path.Combine(Repository.Workloads, "cgroups"), "under", own.FullName, victim)).Succeeded();
            await Daemon.UntilAsync(status => status.Misplaced > 0);
            Assert.Contains("named like a container's where no engine makes one", daemon.Errors, StringComparison.Ordinal);

            // It is not taken for the container when running ones are looked for, either.
            var found = CgroupDirectory.OfContainer(layout, victim);
            Assert.DoesNotContain(found!.Paths, path => path.StartsWith(own.FullName, StringComparison.Ordinal));
            await AssertUntouchedAsync(daemon);
        }
        finally
        {
            Directory.Delete(Path.Combine(own.FullName, victim));
            own.Delete();
        }
    }

    [LiveFact]
    public async Task ManyNamesTakeNoSlots()
    {
        await using var daemon = await TraceDaemon.StartAsync("--slots", "4", "--socket", Socket);
        var attacker = await LiveEngine.DockerAsync(["run", "-d", .. Unconfined, "/bin/busybox", "sleep", "100000"]);
        // Until the attacker's own slot has been given back, what it makes is its own.
        do
        {
            await LiveEngine.DockerAsync("exec", attacker, "/bin/cgroups", "many", "20");
        }
        while ((await Daemon.UntilAsync(status => status.Known > 0)).Misplaced < 20);

        await LiveEngine.DockerAsync("run", "--rm", "--label", "ctrace.tracefile=good", LiveEngine.Image, "/bin/calls");
        await daemon.UntilAsync("good", trace => Has(trace, "exit_group"));
        await daemon.StopAsync();
    }

    [LiveTheory]
    [InlineData(10)]
    [InlineData(40)]
    public async Task NoDepthHidesAContainersCalls(int depth)
    {
        await using var daemon = await TraceDaemon.StartAsync();
        await LiveEngine.DockerAsync(["run", "--rm", "--label", "ctrace.tracefile=deep", .. Unconfined, "/bin/cgroups", "deep", $"{depth}"]);
        await daemon.UntilAsync("deep", trace => Has(trace, "kexec_load") && Has(trace, "init_module"));
        await daemon.StopAsync();
    }

    private static async Task<string> VictimAsync(TraceDaemon daemon)
    {
        var id = await LiveEngine.DockerAsync("run", "-d", "--label", "ctrace.tracefile=victim", LiveEngine.Image, "/bin/busybox", "sleep", "100000");
        await daemon.UntilAsync("victim", trace => Has(trace, "execve"));
        return id;
    }

    private static async Task AssertUntouchedAsync(TraceDaemon daemon)
    {
        await LiveEngine.RemoveAllAsync();
        await daemon.StopAsync();
        var victim = daemon.Read("victim");
        Assert.False(Has(victim, "kexec_load") || Has(victim, "init_module"));
    }

    private static bool Has(Trace trace, string name) => trace.Syscalls.Keys.Any(syscall => syscall.Name == name);
}
