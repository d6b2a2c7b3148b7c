using Ctrace.Core.Tracefiles;
using Ctrace.Core.Traces;
using Xunit;

namespace Ctrace.Live.Tracing;

/// <summary>What a container's program does is the container's, whatever file it runs and whichever namespaces it goes to.</summary>
[Collection("engine")]
public sealed class OwnershipTests : ContainerTest
{
    private string Tracefile => Path.Combine(Place, "trace");

    public static TheoryData<string, string[]> Ways => new()
    {
        { "plain", [] },
        { "memfd", [] },
        { "memfd-thread", [] },
        { "memfd-fork", [] },
        { "memfd-thread", ["--security-opt", "seccomp=unconfined"] },
        { "unshare-thread", ["--cap-add", "SYS_ADMIN", "--security-opt", "apparmor=unconfined"] },
        { "unshare-thread", ["--cap-add", "SYS_ADMIN", "--security-opt", "seccomp=unconfined", "--security-opt", "apparmor=unconfined"] },
    };

    [LiveTheory]
    [MemberData(nameof(Ways))]
    public async Task IsRecordedAndWatched(string way, string[] options)
    {
        string[] words = ["--rm", .. options, LiveEngine.Image, "/bin/ownership", way];
        (await Command.RunAsync(Repository.Ctrace, ["run", "-o", Tracefile, "--", .. words])).Succeeded();
        AssertUsed(TracefileReader.Read(File.ReadAllBytes(Tracefile), Tracefile));

        var check = await Command.RunAsync(Repository.Ctrace, ["check", "--forbid-capabilities", "chown", "--", "docker", "run", .. words]);
        Assert.True(check.Status == 1, $"{check.Status}: {check.Errors}");
    }

    [LiveTheory]
    [InlineData("memfd-thread", false)]
    [InlineData("memfd-fork", true)]
    public async Task IsRecordedWhenItIsExecutedLater(string way, bool unconfined)
    {
        await using var daemon = await TraceDaemon.StartAsync();
        await LiveEngine.DockerAsync(["run", "-d", "--name", "later", .. unconfined ? (string[])["--security-opt", "seccomp=unconfined"] : [], "--label", "ctrace.tracefile=later",
            LiveEngine.Image, "/bin/busybox", "sleep", "100000"]);
        await daemon.UntilAsync("later", trace => trace.Executables.Count > 0);
        await LiveEngine.DockerAsync("exec", "later", "/bin/ownership", way);
        AssertUsed(await daemon.UntilAsync("later", trace => Has(trace, "getpgid")));
        await daemon.StopAsync();
    }

    /// <summary>Its first process has gone to another user namespace before it is taken up; the child's capabilities are asked of the container's.</summary>
    [LiveFact]
    public async Task ARunningContainersUserNamespaceIsNotWhereItsFirstProcessWent()
    {
        var id = await LiveEngine.DockerAsync("run", "-d", "--security-opt", "seccomp=unconfined", "--security-opt", "apparmor=unconfined", "--label", "ctrace.tracefile=nested",
            LiveEngine.Image, "/bin/ownership", "nested-user");
        while ((await LiveEngine.DockerAsync("logs", id)) != "ready")
        {
            await Task.Delay(20);
        }

        await using var daemon = await TraceDaemon.StartAsync();
        AssertUsed(await daemon.UntilAsync("nested", trace => Has(trace, "getpgid") && trace.Capabilities.Count > 0));
        await daemon.StopAsync();
    }

    private static void AssertUsed(Trace trace)
    {
        Assert.True(Has(trace, "getpgid"));
        Assert.Contains("chown", trace.Capabilities.Keys);
    }

    private static bool Has(Trace trace, string name) => trace.Syscalls.Keys.Any(syscall => syscall.Name == name);
}
