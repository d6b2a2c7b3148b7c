using System.Globalization;
using Ctrace.Core.Linux;
using Ctrace.Core.Traces;
using Ctrace.Live.Witnesses;
using Xunit;

namespace Ctrace.Live.Tracing;

/// <summary>Capabilities, held against a program that tries each by something that needs just that one (tests/workloads/capabilities.c).</summary>
[Collection("engine")]
public sealed class CapabilityTests
{
    /// <summary>No filter, so that it is the kernel that refuses.</summary>
    private static readonly string[] Unconfined = ["--security-opt", "seccomp=unconfined"];

    [LiveFact]
    public async Task RecordsExactlyWhatWasGrantedAndWhatWasRefused()
    {
        var (said, trace) = await RunAsync();
        Assert.NotEmpty(said.Refused);
        Assert.Equal<string>([.. said.Granted], [.. trace.Capabilities.Keys]);
        Assert.Equal<string>([.. said.Refused], [.. trace.CapabilitiesDenied.Keys]);
    }

    [LiveFact]
    public async Task RecordsEachOneAlone()
    {
        var (all, _) = await RunAsync();
        await using var daemon = await TraceDaemon.StartAsync();
        var said = new Dictionary<string, Workload>();
        foreach (var name in all.Granted.Union(all.Refused).Where(IsOurs))
        {
            // chown and setuid set the scene for some of the tries.
            var run = await Command.RunAsync("docker",
                ["run", "--rm", .. Unconfined, "--cap-drop", "ALL", "--cap-add", "chown", "--cap-add", "setuid", "--cap-add", name,
                    "--label", $"ctrace.tracefile={name}", LiveEngine.Image, "capabilities", name]);
            if (!run.Errors.Contains("unknown capability", StringComparison.Ordinal)) // newer than the engine
            {
                said[name] = Workload.Parse(run.Succeeded());
            }
        }

        await daemon.StopAsync();
        Assert.NotEmpty(said);
        Assert.All(said, tried =>
        {
            var seen = daemon.Read(tried.Key).Capabilities;
            Assert.Equal(tried.Key, Assert.Single(tried.Value.Granted));
            Assert.True(seen.Contains(tried.Key));
            Assert.Empty(seen.Keys.Except([tried.Key, "chown", "setuid"]));
        });
    }

    [LiveFact]
    public async Task TheRecordedOnesAreEnoughAndNoneIsTooMany()
    {
        var (said, trace) = await RunAsync();
        var needed = trace.Capabilities.Keys.ToList();
        Assert.Equal(said.Granted, (await OnlyAsync(needed)).Granted);
        foreach (var name in needed)
        {
            Assert.DoesNotContain(name, (await OnlyAsync(needed.Except([name]))).Granted);
        }
    }

    /// <summary>Memory accounting asks for sys_admin, and the file system for its mounter's rights: neither is the program's doing.</summary>
    [LiveTheory]
    [InlineData("calls")]
    [InlineData("glibc")]
    [InlineData("children")]
    public async Task RecordsNoneForAProgramThatNeedsNone(string program)
    {
        await using var daemon = await TraceDaemon.StartAsync();
        await LiveEngine.DockerAsync("run", "--rm", "--label", "ctrace.tracefile=none", LiveEngine.Image, program);
        await LiveEngine.DockerAsync("run", "--rm", "--cap-drop", "ALL", LiveEngine.Image, program);
        await daemon.StopAsync();
        Assert.Empty(daemon.Read("none").Capabilities);
    }

    private static async Task<(Workload Said, Trace Trace)> RunAsync()
    {
        await using var daemon = await TraceDaemon.StartAsync();
        var output = await LiveEngine.DockerAsync(
            ["run", "--rm", .. Unconfined, "--label", "ctrace.tracefile=capabilities", LiveEngine.Image, "capabilities"]);
        await daemon.StopAsync();
        return (Workload.Parse(output), daemon.Read("capabilities"));
    }

    private static async Task<Workload> OnlyAsync(IEnumerable<string> names) => Workload.Parse(await LiveEngine.DockerAsync(
        ["run", "--rm", .. Unconfined, "--cap-drop", "ALL", .. names.SelectMany(name => new[] { "--cap-add", name }), LiveEngine.Image, "capabilities"]));

    /// <summary>Whether this process could give it to a container: the machine itself may lack some.</summary>
    private static bool IsOurs(string name)
    {
        var line = File.ReadLines("/proc/self/status").Single(line => line.StartsWith("CapBnd:", StringComparison.Ordinal));
        var bounding = ulong.Parse(line["CapBnd:".Length..].Trim(), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture);
        return Capability.Number(name) is { } number && (bounding >> number & 1) == 1;
    }
}
