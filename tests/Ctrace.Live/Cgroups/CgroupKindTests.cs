using Ctrace.Core.Traces;
using Xunit;

namespace Ctrace.Live.Cgroups;

/// <summary>Engines that place their containers elsewhere than the tests' own: in v1 or v2 alone, or through systemd.</summary>
[Collection("engine")]
public sealed class CgroupKindTests
{
    private const string Image = "ctrace-kind";

    [LiveTheory]
    [InlineData("v1")]
    [InlineData("v2")]
    [InlineData("systemd")]
    public async Task RecordsNewRunningAndExecutedOnes(string kind)
    {
        var place = Directory.CreateTempSubdirectory("ctrace-kind-").FullName;
        Directory.Delete(place);
        var host = (await LiveEngine.ScriptAsync("engine", "start", "--cgroups", kind, place)).Split('\n')[^1];
        try
        {
            await ClientAsync(host, $"{Repository.Root}/scripts/image", Image, Path.Combine(Repository.Workloads, "calls") + "=/bin/calls");
            var running = await ClientAsync(host, "docker", "run", "-d", "--label", "ctrace.tracefile=running", Image, "/bin/busybox", "sleep", "1000");
            await using var daemon = await TraceDaemon.StartAsync(host, []);
            await daemon.UntilAsync("running", trace => Has(trace, "clock_nanosleep"));
            await ClientAsync(host, "docker", "exec", running, "/bin/busybox", "mkdir", "/tmp/made");
            await ClientAsync(host, "docker", "run", "--rm", "--label", "ctrace.tracefile=fresh", Image, "/bin/calls");
            var fresh = await daemon.UntilAsync("fresh", trace => Has(trace, "exit_group"));
            await ClientAsync(host, "docker", "rm", "-f", running);
            var taken = await daemon.UntilAsync("running", trace => Has(trace, "mkdir"));

            Assert.Equal([Scope.Whole], fresh.Values(Fact.Scope));
            Assert.Equal([Scope.Partial], taken.Values(Fact.Scope));
            Assert.False(Has(fresh, "mkdir") || Has(taken, "setns"));
            await daemon.StopAsync();
        }
        finally
        {
            await LiveEngine.ScriptAsync("engine", "stop", place);
        }
    }

    private static async Task<string> ClientAsync(string host, params string[] words) =>
        (await Command.RunAsync("env", [$"DOCKER_HOST={host}", .. words])).Succeeded();

    private static bool Has(Trace trace, string name) => trace.Syscalls.Keys.Any(syscall => syscall.Name == name);
}
