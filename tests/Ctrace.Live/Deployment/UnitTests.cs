using Ctrace.Core.Tests;
using Ctrace.Core.Tracefiles;
using Ctrace.Core.Traces;
using Ctrace.Live.Profiles;
using Xunit;

namespace Ctrace.Live.Deployment;

/// <summary>deploy/ctrace.service, with the tarball's program, under a real systemd.</summary>
[Collection("deployment")]
public sealed class UnitTests(Packaged packaged) : ContainerTest
{
    [LiveFact]
    public async Task ItTracesWithWhatItsUnitLeavesIt()
    {
        await using var box = await SystemdBox.StartAsync(Place);

        // What the service sees of the machine: the program in /run, the engine's socket where it always is, and an empty /var/lib.
        (await box.EnterAsync("sh", "-ec", $"mkdir /run/package; tar -C /run/package -xJf {packaged.Place}/*.tar.xz; mount -t tmpfs tmpfs /var/lib; touch /run/docker.sock; mount --bind {Packaged.Socket} /run/docker.sock"))
            .Succeeded();
        File.Copy($"{Repository.Root}/deploy/ctrace.service", $"{box.Root}/run/systemd/system/ctrace.service");
        Directory.CreateDirectory($"{box.Root}/run/systemd/system/ctrace.service.d");
        await File.WriteAllTextAsync($"{box.Root}/run/systemd/system/ctrace.service.d/test.conf",
            "[Unit]\nDefaultDependencies=no\n[Service]\nExecStart=\nExecStart=/run/package/usr/bin/ctrace trace --log-format json\nRestart=no\nStandardOutput=file:/run/log\nStandardError=file:/run/log\n",
            TestContext.Current.CancellationToken);
        (await box.SystemctlAsync("daemon-reload")).Succeeded();
        (await box.SystemctlAsync("start", "ctrace.service")).Succeeded();
        await Waiting.UntilAsync(() => Read(box, "/run/log").Contains("\"event\":\"ready\"", StringComparison.Ordinal), () => Read(box, "/run/log"));
        await LiveEngine.DockerAsync("run", "--rm", "--network=none", "--label", "ctrace.tracefile=web", LiveEngine.Image, "/bin/busybox", "chown", "1", "/etc/passwd");
        await Waiting.UntilAsync(() => Read(box, "/run/log").Contains("\"event\":\"container-ended\"", StringComparison.Ordinal), () => Read(box, "/run/log"));

        var trace = TracefileReader.Read(File.ReadAllBytes($"{box.Root}/var/lib/ctrace/web"), "web");
        Assert.Equal(["chown"], trace.Capabilities.Keys);
        Assert.Empty(trace.CapabilitiesDenied.Keys);
        Assert.Equal([Scope.Whole], trace.Values(Fact.Scope));
        Assert.Equal("700 700 600", (await box.EnterAsync("stat", "-c", "%a", "/var/lib/ctrace", "/run/ctrace", "/run/ctrace/ctrace.sock")).Succeeded().ReplaceLineEndings(" "));
        Assert.Contains("connected since", (await box.EnterAsync("/run/package/usr/bin/ctrace", "status")).Succeeded(), StringComparison.Ordinal);
        (await box.SystemctlAsync("stop", "ctrace.service")).Succeeded();
        Assert.Equal("Result=success", (await box.SystemctlAsync("show", "--property", "Result", "ctrace.service")).Succeeded());
    }

    private static string Read(SystemdBox box, string path) => File.Exists($"{box.Root}{path}") ? File.ReadAllText($"{box.Root}{path}") : "";
}
