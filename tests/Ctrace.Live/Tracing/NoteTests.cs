using Ctrace.Core.Tracefiles;
using Ctrace.Core.Traces;
using Xunit;

namespace Ctrace.Live.Tracing;

/// <summary>What an engine opens to all, and filters of the container's own, are facts of the trace (bpf/lib/notes.h).</summary>
[Collection("engine")]
public sealed class NoteTests : ContainerTest
{
    private string Output => Path.Combine(Place, "out.trace");

    [LiveTheory]
    [InlineData("ports", "low-port tcp 80", "low-port udp 53")]
    [InlineData("ping", "ping-socket inet")]
    [InlineData("notify", "inner-filter notify")]
    [InlineData("trace", "inner-filter trace")]
    [InlineData("refuse")]
    public async Task IsAFact(string what, params string[] facts)
    {
        Assert.Equal(facts, Noted(await RecordAsync([], what)));
        Assert.Equal([Fact.DefaultsRecorded], (await RecordAsync([], what)).Values(Fact.Defaults));
    }

    /// <summary>Kernels before 5.13 get another form of the object, which has no loop that the verifier need not follow: it says so of a long filter.</summary>
    [LiveTheory]
    [InlineData("ports", "low-port tcp 80", "low-port udp 53")]
    [InlineData("notify", "inner-filter unknown")]
    [InlineData("trace", "inner-filter trace")]
    public async Task IsAFactOnAnOldKernel(string what, params string[] facts) => Assert.Equal(facts, Noted(await RecordAsync(["CTRACE_OLD_KERNEL=1"], what)));

    [LiveFact]
    public async Task WhateverIsMadeOfItWarnsOfAnInnerFilter()
    {
        await RecordAsync([], "notify");
        var options = await Command.RunAsync(Repository.Ctrace, "options", "-o", Path.Combine(Place, "p.json"), Output);
        Assert.Equal(0, options.Status);
        Assert.Contains("SECCOMP_RET_USER_NOTIF", options.Errors, StringComparison.Ordinal);
    }

    [LiveFact]
    public async Task APodAndAServiceGetTheCapabilityForALowPort()
    {
        await RecordAsync([], "ports");
        var manifest = Path.Combine(Place, "pod.yml");
        await File.WriteAllTextAsync(manifest, "kind: Pod\nmetadata:\n  name: dns\nspec:\n  containers:\n  - name: dns\n    image: x\n    securityContext:\n      capabilities:\n        add: [NET_BIND_SERVICE, SYS_TIME]\n");
        var patch = await Command.RunAsync(Repository.Ctrace, "profile", "kubernetes", "-o", Path.Combine(Place, "p.json"), "--patch", manifest, Output);
        Assert.Equal(0, patch.Status);
        var patched = await File.ReadAllTextAsync(manifest);
        Assert.Contains("NET_BIND_SERVICE", patched, StringComparison.Ordinal);
        Assert.DoesNotContain("SYS_TIME", patched, StringComparison.Ordinal);
        Assert.Contains("taken away: SYS_TIME", patch.Errors, StringComparison.Ordinal);
        var unit = await Command.RunAsync(Repository.Ctrace, "profile", "systemd", Output);
        Assert.Contains("CapabilityBoundingSet=CAP_NET_BIND_SERVICE", unit.Output, StringComparison.Ordinal);
        var docker = await Command.RunAsync(Repository.Ctrace, "options", "-o", Path.Combine(Place, "p.json"), Output);
        Assert.DoesNotContain("NET_BIND_SERVICE", docker.Output, StringComparison.Ordinal);
    }

    private static IEnumerable<string> Noted(Trace trace) => trace.Facts.Where(fact => fact.Key is Fact.LowPort or Fact.PingSocket or Fact.InnerFilter).Select(fact => $"{fact.Key} {fact.Value}");

    private async Task<Trace> RecordAsync(string[] environment, string what)
    {
        var run = await Command.RunAsync("env", [.. environment, Repository.Ctrace, "run", "-o", Output, "--", "--rm", LiveEngine.Image, "/bin/opened", what]);
        Assert.True(run is { Status: 0, Output: "works\n" }, run.Output + run.Errors);
        return TracefileReader.Read(await File.ReadAllBytesAsync(Output), Output);
    }
}
