using Ctrace.Core.Traces;
using Xunit;

namespace Ctrace.Live.Tracing;

/// <summary>Capabilities that must be held though the kernel never asks for them: what has them works under its own options (tests/workloads/held.c).</summary>
[Collection("engine")]
public sealed class HeldCapabilityTests : ContainerTest
{
    private const string NetBindService = "400", NetRawAndChown = "2001";

    [LiveTheory]
    [InlineData("0:0", "")] // the kernel refuses root, too
    [InlineData("1000:1000", "")]
    [InlineData("1000:1000", "no-new-privileges")] // what the file gives is taken away again, but it must be there
    [InlineData("0:0", "no-new-privileges")]
    public async Task AFileWithCapabilitiesIsExecutedUnderItsOwnOptions(string user, string option)
    {
        await ImageOfFileAsync("ep");
        string[] security = option.Length > 0 ? ["--security-opt", option] : [];
        var (trace, options, notes) = await RecordAsync(["--user", user, .. security, "held-file", "/bin/filed", "works"]);
        Assert.Equal([("chown", Holding.File, "/bin/filed"), ("net_raw", Holding.File, "/bin/filed")], Held(trace));
        Assert.Empty(trace.Capabilities);
        Assert.Contains("CAP_CHOWN is kept though it was not used: it is a capability of the file /bin/filed, which cannot be executed without it", notes, StringComparison.Ordinal);
        Assert.Equal("works", await LiveEngine.DockerAsync(["run", "--rm", .. options, "--user", user, "held-file", "/bin/filed", "works"]));
    }

    [LiveFact]
    public async Task AUserOfTheContainersOwnExecutesAFileWithCapabilities()
    {
        await ImageOfFileAsync("ep");
        string[] command = ["held-file", "held", "as", "1000", "/bin/filed", "works"];
        var (trace, options, _) = await RecordAsync(command);
        Assert.Equal([("chown", Holding.File, "/bin/filed"), ("net_raw", Holding.File, "/bin/filed")], Held(trace));
        Assert.Equal(["setgid", "setuid"], trace.Capabilities.Keys);
        Assert.Equal("works", await LiveEngine.DockerAsync(["run", "--rm", .. options, .. command]));
        var callers = (await Command.RunAsync(Repository.Ctrace, "callers", $"{Place}/held", "net_raw")).Succeeded();
        Assert.Contains("CAP_NET_RAW (held: file)  /bin/filed", callers, StringComparison.Ordinal);
    }

    /// <summary>Without the effective bit it is executed with what there is; what it then raises it has to have.</summary>
    [LiveFact]
    public async Task WhatAFileOnlyPermitsIsNeededWhenItIsRaised()
    {
        await ImageOfFileAsync("p");
        string[] idle = ["--user", "1000", "held-file", "/bin/filed", "works"], raising = ["--user", "1000", "held-file", "/bin/filed", "raise", "1"];
        Assert.Empty((await RecordAsync(idle)).Trace.Held);
        var (trace, options, _) = await RecordAsync(raising);
        Assert.Contains(("chown", Holding.Capset, "/bin/filed"), Held(trace));
        Assert.Equal("works", await LiveEngine.DockerAsync(["run", "--rm", .. options, .. raising]));
    }

    [LiveFact]
    public async Task WhatAnEntryPointKeepsAndMakesAmbientIsKept()
    {
        string[] command = [LiveEngine.Image, "held", "ambient", NetBindService, "/bin/held", "works"];
        var (trace, options, notes) = await RecordAsync(command);
        Assert.Equal([("net_bind_service", Holding.Capset, "/bin/held"), ("net_bind_service", Holding.Ambient, "/bin/held")],
            Held(trace).Select(held => (held.Item1, held.Item2, "/bin/held")));
        Assert.Equal(["setgid", "setuid"], trace.Capabilities.Keys.Except(["setpcap"]));
        Assert.Contains("CAP_NET_BIND_SERVICE is kept", notes, StringComparison.Ordinal);
        Assert.Equal("works", await LiveEngine.DockerAsync(["run", "--rm", .. options, .. command]));
    }

    [LiveFact]
    public async Task WhatCapsetKeepsIsKept()
    {
        string[] command = [LiveEngine.Image, "held", "keep", NetRawAndChown];
        var (trace, options, _) = await RecordAsync(command);
        Assert.Equal(["chown", "net_raw"], trace.Held.Select(entry => entry.Key.Name.Name).Distinct());
        Assert.Equal("works", await LiveEngine.DockerAsync(["run", "--rm", .. options, .. command]));
    }

    /// <summary>Root has all by being root, and asks for what it has: none of them is a need.</summary>
    [LiveTheory]
    [InlineData("held", "root")]
    [InlineData("held", "works")]
    [InlineData("sh", "-c", "su -s /bin/true nobody; exec true")]
    public async Task RootIsNotHandedAll(params string[] command)
    {
        var (trace, options, _) = await RecordAsync([LiveEngine.Image, .. command]);
        Assert.Empty(trace.Held);
        Assert.Empty(trace.Capabilities.Keys.Except(["setuid", "setgid"]));
        await LiveEngine.DockerAsync(["run", "--rm", .. options, LiveEngine.Image, .. command]);
    }

    /// <summary>Credentials that are not the task's real ones, and yet its own.</summary>
    [LiveTheory]
    [InlineData("access")]
    [InlineData("uring")]
    public async Task WhatItAsksWithOtherCredentialsOfItsOwnCounts(string what)
    {
        var (trace, options, _) = await RecordAsync([LiveEngine.Image, "held", what]);
        Assert.True(trace.Capabilities.Contains("dac_override") || trace.Capabilities.Contains("dac_read_search"));
        Assert.DoesNotContain("sys_admin", trace.Capabilities.Keys);
        Assert.Equal("works", await LiveEngine.DockerAsync(["run", "--rm", .. options, LiveEngine.Image, "held", what]));
    }

    [LiveFact]
    public async Task ViewsShowIt()
    {
        string[] command = [$"{Repository.Workloads}/held", "access"];
        try
        {
            var shown = await Command.RunAsync(Repository.Ctrace, ["captrace", "--columns", "capability", .. command]);
            Assert.Contains("DAC_OVERRIDE", shown.Output + shown.Errors, StringComparison.Ordinal);
            Assert.Equal(1, (await Command.RunAsync(Repository.Ctrace, ["check", "--forbid-capabilities", "dac_override", .. command])).Status);
        }
        finally
        {
            File.Delete("/tmp/others");
        }
    }

    /// <summary>A container that may mount has credentials like the mounter's.</summary>
    [LiveFact]
    public async Task AMountersCredentialsDoNotCountWhereTheContainerHasSysAdminEither()
    {
        var (trace, _, _) = await RecordAsync(["--cap-add", "SYS_ADMIN", LiveEngine.Image, "sh", "-c", "ls -l /bin >/dev/null; echo x >/tmp/x; mv /tmp/x /tmp/y; rm /tmp/y; rm /bin/vi; mkdir /bin/vi; cat /etc/passwd"]);
        Assert.Empty(trace.Capabilities);
    }

    private static List<(string, Holding, string)> Held(Trace trace) =>
        [.. trace.Held.Select(entry => (entry.Key.Name.Name, entry.Key.Name.For, entry.Key.Caller.Path))];

    /// <summary>A program with capabilities of its own, in an image of its own.</summary>
    private static async Task ImageOfFileAsync(string how)
    {
        await LiveEngine.DockerAsync("run", "--name", "giver", "--cap-add", "SETFCAP", LiveEngine.Image,
            "sh", "-c", $"cp /bin/held /bin/filed && held give /bin/filed {NetRawAndChown} {how}");
        await LiveEngine.DockerAsync("commit", "giver", "held-file");
        await LiveEngine.DockerAsync("rm", "giver");
    }

    private async Task<(Trace Trace, string[] Options, string Notes)> RecordAsync(string[] words)
    {
        await using var daemon = await TraceDaemon.StartAsync();
        await LiveEngine.DockerAsync(["run", "--rm", "--label", "ctrace.tracefile=held", .. words]);
        await daemon.StopAsync();
        File.Copy($"{daemon.Data}/held", $"{Place}/held", overwrite: true);
        var made = await Command.RunAsync(Repository.Ctrace, "options", "--output", $"{Place}/held.json", $"{Place}/held");
        return (daemon.Read("held"), made.Succeeded().Split(' '), made.Errors);
    }
}
