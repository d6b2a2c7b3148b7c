using Ctrace.Core.Seccomp.Profiles;
using Ctrace.Core.Tracefiles;
using Xunit;

namespace Ctrace.Live.Profiles;

/// <summary>
/// A container that is restricted to what it did can do nothing that it could not do before, unless it was seen to do it; and what a program
/// makes or does not make for reasons that are not its own, it may always make.
/// </summary>
[Collection("engine")]
public sealed class DefaultConditionsTests : ContainerTest
{
    private string Tracefile => $"{Place}/trace";

    private string Profile => $"{Place}/profile.json";

    private string Default => $"{Place}/default.json";

    [LiveFact]
    public async Task AShellThatForksGetsNoNamespaceThatTheDefaultRefuses()
    {
        await RecordAsync([], "sh", "-c", "defaults none | cat; defaults none");
        var restricted = await RunAsync(await OptionsAsync(""), "defaults", "namespaces");

        // Docker 20.10's own default lets AF_VSOCK through: the present one, as a file.
        (await Command.RunAsync(Repository.Ctrace, "profile", "seccomp", "--base", "docker-default", "-o", Default)).Succeeded();
        var usual = await RunAsync([$"--security-opt=seccomp={Default}"], "defaults", "namespaces");
        Assert.Equal(usual, restricted);
        Assert.DoesNotContain(": ok", restricted, StringComparison.Ordinal);
        Assert.Contains("clone user: EPERM", restricted, StringComparison.Ordinal);
        Assert.Contains("clone3 user: ENOSYS", restricted, StringComparison.Ordinal);
        Assert.Contains("socket AF_VSOCK: EPERM", restricted, StringComparison.Ordinal);
        Assert.Contains("personality ADDR_NO_RANDOMIZE: EPERM", restricted, StringComparison.Ordinal);
        var unconfined = await RunAsync(["--security-opt=seccomp=unconfined"], "defaults", "namespaces");
        Assert.Contains("clone user: ok", unconfined, StringComparison.Ordinal);
        Assert.Contains("personality ADDR_NO_RANDOMIZE: ok", unconfined, StringComparison.Ordinal);
    }

    [LiveFact]
    public async Task WhatWasSeenIsAllowedAndWhoDidItIsNamed()
    {
        foreach (var (call, name) in new[] { ("clone", "clone with CLONE_NEWUSER"), ("clone3", "clone3 with CLONE_NEWUSER"), ("socket", "socket of family alg") })
        {
            await RecordAsync(["--security-opt=seccomp=unconfined"], "defaults", "one", call);
            var alone = await RunAsync(["--security-opt=seccomp=unconfined"], "defaults", "one", call);
            var options = await OptionsAsync($"allowed beyond Docker's default, since it was recorded: {name} (by ");
            Assert.Equal(alone, await RunAsync(options, "defaults", "one", call));
            Assert.Contains("clone net+user: EPERM", await RunAsync(options, "defaults", "namespaces"), StringComparison.Ordinal);
        }
    }

    /// <summary>An unconfined container's threads come from clone3, whose flags no filter sees: they are read in the kernel.</summary>
    [LiveFact]
    public async Task OfAnUnconfinedContainersThreadsClone3DoesNotStay()
    {
        await RecordAsync(["--security-opt=seccomp=unconfined"], "sh", "-c", "defaults leave; defaults none; defaults one thread");
        var trace = TracefileReader.Read(await File.ReadAllBytesAsync(Tracefile, TestContext.Current.CancellationToken), Tracefile);
        Assert.Equal(2, trace.Arguments.Seen.Keys.Count(entry => entry.Syscall.Name == "clone3"));
        Assert.True(DefaultConditions.Of(trace).ReplacesClone3);
        var options = await OptionsAsync("clone3 is answered ENOSYS");
        Assert.Equal("ended", await RunAsync(options, "defaults", "leave"));
        var tried = await RunAsync(options, "defaults", "namespaces");
        Assert.DoesNotContain(": ok", tried, StringComparison.Ordinal);
        Assert.Contains("clone3 user: ENOSYS", tried, StringComparison.Ordinal);
    }

    /// <summary>A thread that did not end, a clock that was not read: neither says anything of the next run.</summary>
    [LiveFact]
    public async Task ThreadsEndAndClocksAreReadUnderAnyRecordingsProfile()
    {
        await RecordAsync([], "defaults", "stay");
        var options = await OptionsAsync("");
        Assert.Equal("ended", await RunAsync(options, "defaults", "leave"));

        var clocks = await RunAsync(options, "defaults", "clock");
        Assert.Equal(await RunAsync([], "defaults", "clock"), clocks);
        Assert.All(clocks.Split('\n'), line => Assert.EndsWith(": ok", line, StringComparison.Ordinal));
    }

    [LiveFact]
    public async Task WithinABaseWhatItRefusesStaysRefused()
    {
        await RecordAsync(["--security-opt=seccomp=unconfined"], "defaults", "one", "clone");
        var run = await Command.RunAsync(Repository.Ctrace, "options", "--within", "docker-default", "-o", Profile, Tracefile);
        Assert.Contains("refused, since docker-default refuses it, though it was recorded: clone with CLONE_NEWUSER (by ", run.Errors, StringComparison.Ordinal);
        Assert.Equal("clone user: EPERM", await RunAsync(run.Succeeded().Split(' '), "defaults", "one", "clone"));
        Assert.Equal(0, (await Command.RunAsync(Repository.Ctrace, "profile", "compare", Profile, "docker-default")).Status);
    }

    private async Task RecordAsync(string[] options, params string[] command) =>
        (await Command.RunAsync(Repository.Ctrace, ["run", "-o", Tracefile, "--", "--rm", .. options, LiveEngine.Image, .. command])).Succeeded();

    private async Task<string[]> OptionsAsync(string warning)
    {
        var run = await Command.RunAsync(Repository.Ctrace, "options", "-o", Profile, Tracefile);
        Assert.Contains(warning, run.Errors, StringComparison.Ordinal);
        return run.Succeeded().Split(' ');
    }

    private static async Task<string> RunAsync(string[] options, params string[] command) =>
        (await Command.RunAsync("docker", ["run", "--rm", .. options, LiveEngine.Image, .. command])).Succeeded();
}
