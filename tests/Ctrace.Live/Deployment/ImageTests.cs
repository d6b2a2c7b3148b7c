using Ctrace.Core.Traces;
using Xunit;

namespace Ctrace.Live.Deployment;

/// <summary>
/// deploy/Dockerfile's image under deploy/seccomp.json: with the rights that docs/deploy.md lists it does all that the daemon does on
/// the machine, and each of them that is taken away shows.
/// </summary>
[Collection("deployment")]
public sealed class ImageTests(Packaged packaged) : ContainerTest
{
    private static readonly string[] Options =
        [.. DaemonBox.Rights, "--read-only", "--tmpfs=/run:mode=755", $"--security-opt=seccomp={Repository.Root}/deploy/seccomp.json"];

    [LiveFact]
    public async Task EachRightIsNeededAndAllOfThemAreEnough()
    {
        Assert.True(Directory.Exists(packaged.Place));
        await LiveEngine.DockerAsync("run", "-d", "--network=none", "--label", "ctrace.tracefile=old", LiveEngine.Image, "/bin/busybox", "sleep", "1000");

        await WithAsync(Options, async all =>
        {
            var trace = await NewAsync(all);
            Assert.Equal(["chown"], trace.Capabilities.Keys);
            Assert.Empty(trace.CapabilitiesDenied.Keys);
            var old = await OldAsync(all);
            Assert.True(Has(old, "clock_nanosleep"));
            Assert.Equal(["false"], old.Values(Fact.NoNewPrivileges));
            Assert.Equal(0, (await all.ExecAsync("ctrace", "status")).Status);
            Assert.Equal(0, await all.StopAsync());
        });

        // What a running container is blocked in.
        await WithoutAsync("--cap-add=SYS_PTRACE", async box => Assert.False(Has(await OldAsync(box), "clock_nanosleep")));

        // The kernel's addresses, by which checks are told from noise.
        await WithoutAsync("--cap-add=SYSLOG", async box => Assert.Contains("sys_admin", (await NewAsync(box)).CapabilitiesDenied.Keys));

        // A running container's processes; its cgroup.
        await WithoutAsync("--pid=host", async box => Assert.Empty((await OldAsync(box)).Values(Fact.NoNewPrivileges)));
        await WithoutAsync("--volume=/sys/fs/cgroup:/sys/fs/cgroup:ro", async box =>
        {
            await NewAsync(box);
            Assert.False(File.Exists($"{box.Data}/old"));
            Assert.Contains("its cgroup is not known", await box.LogAsync(), StringComparison.Ordinal);
        });

        await SaysWithoutAsync("--cap-add=SYS_ADMIN", "cannot load the probe: Operation not permitted");
        await SaysWithoutAsync($"--volume={Packaged.Socket}:/var/run/docker.sock:ro", "cannot reach the Docker engine");
        await SaysWithoutAsync("--tmpfs=/run:mode=755", "'ctrace status' cannot ask this one");
    }

    private static Task SaysWithoutAsync(string right, string said) => WithAsync(Without(right), box =>
    {
        Assert.Contains(said, box.Said, StringComparison.Ordinal);
        return Task.CompletedTask;
    });

    private static Task WithoutAsync(string right, Func<DaemonBox, Task> check) => WithAsync(Without(right), check);

    private static async Task WithAsync(IEnumerable<string> options, Func<DaemonBox, Task> check)
    {
        await using var box = await DaemonBox.TryStartAsync(Packaged.Image, options, "trace");
        await check(box);
    }

    private static string[] Without(string right)
    {
        Assert.Contains(right, Options);
        return [.. Options.Where(option => option != right)];
    }

    private static async Task<Trace> NewAsync(DaemonBox box)
    {
        await LiveEngine.DockerAsync("run", "--rm", "--network=none", "--label", "ctrace.tracefile=new", LiveEngine.Image, "/bin/busybox", "chown", "1", "/etc/passwd");
        return await box.UntilAsync("new", trace => Has(trace, "exit_group"));
    }

    private static Task<Trace> OldAsync(DaemonBox box) => box.UntilAsync("old", trace => trace.Values(Fact.Scope).Contains(Scope.Partial));

    private static bool Has(Trace trace, string name) => trace.Syscalls.Keys.Any(call => call.Name == name);
}
