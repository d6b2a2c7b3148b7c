using Ctrace.Core.Tests;
using Ctrace.Core.Traces;
using Xunit;

namespace Ctrace.Live.Commands;

/// <summary>A container that the daemon holds against a profile works as it did, and the daemon tells what the profile would have refused.</summary>
[Collection("engine")]
public sealed class WatchedContainerTests : ContainerTest
{
    [LiveFact]
    public async Task TheDaemonTellsWhatAProfileWouldRefuseAndTheContainerWorks()
    {
        var profiles = Directory.CreateDirectory($"{Place}/profiles").FullName;
        await using var daemon = await TraceDaemon.StartAsync("--profiles", profiles, "--socket", Socket);
        await LiveEngine.DockerAsync("run", "--rm", "--network=none", "--label", "ctrace.tracefile=first", LiveEngine.Image, "/bin/busybox", "true");
        await daemon.UntilAsync("first", trace => Has(trace, "exit_group"));
        await RunAsync("options", "--output", $"{profiles}/first.json", $"{daemon.Data}/first");

        await LiveEngine.DockerAsync("run", "--rm", "--network=none", "--label", "ctrace.tracefile=second", "--label", "ctrace.profile=first.json", LiveEngine.Image,
            "/bin/busybox", "mkdir", "/tmp/made");
        var trace = await daemon.UntilAsync("second", trace => trace.Refused.Count > 0);
        var made = Assert.Single(trace.Refused, entry => entry.Key.Syscall.Name == "mkdir");
        Assert.Equal(("first.json", "errno:EPERM", Caller.Program("/bin/busybox"), 1ul), (made.Key.Profile, made.Key.Answer, made.Key.Caller, made.Value.Count));
        Assert.DoesNotContain(trace.Refused, entry => entry.Key.Syscall.Name is "execve" or "read");
        Assert.Equal(made.Value.First, Math.Clamp(made.Value.First, DateTimeOffset.UtcNow.ToUnixTimeSeconds() - 600, DateTimeOffset.UtcNow.ToUnixTimeSeconds()));
        await Waiting.UntilAsync(() => daemon.Errors.Contains("would have been refused mkdir (errno:EPERM) by its profile first.json, first by /bin/busybox", StringComparison.Ordinal), () => daemon.Errors);
        Assert.NotNull(trace.SyscallsLast[trace.Syscalls.Keys.Single(call => call.Name == "mkdir")]);

        await LiveEngine.DockerAsync("run", "-d", "--network=none", "--label", "ctrace.tracefile=third", "--label", "ctrace.profile=../third.json", LiveEngine.Image, "/bin/sleeper");
        await Waiting.UntilAsync(() => daemon.Errors.Contains("ctrace.profile=../third.json", StringComparison.Ordinal), () => daemon.Errors);
        await daemon.UntilAsync("third", trace => trace.Syscalls.Count > 0);
        await daemon.StopAsync();

        var listed = await RunAsync("status", "--refused", "--data", daemon.Data);
        Assert.Contains("mkdir", listed, StringComparison.Ordinal);
        Assert.DoesNotContain("third", listed, StringComparison.Ordinal);
    }

    [LiveFact]
    public async Task UnderEnforcementItNotesWhatWasRefusedAndWhen()
    {
        await using var daemon = await TraceDaemon.StartAsync("--failures");
        await RunAsync("profile", "seccomp", "--base", "docker-default", "--deny", "mkdir,mkdirat", "-o", $"{Place}/no-mkdir.json");
        await Command.RunAsync("docker", "run", "--rm", "--network=none", "--label", "ctrace.tracefile=enforced", $"--security-opt=seccomp={Place}/no-mkdir.json", LiveEngine.Image,
            "/bin/busybox", "mkdir", "/tmp/made");
        var trace = await daemon.UntilAsync("enforced", trace => trace.Refused.Any(entry => entry.Key.Syscall.Name == "mkdir"));
        var refused = Assert.Single(trace.Refused, entry => entry.Key.Syscall.Name == "mkdir");
        Assert.Equal(("", "errno:EPERM", Caller.Program("/bin/busybox"), 1ul), (refused.Key.Profile, refused.Key.Answer, refused.Key.Caller, refused.Value.Count));
        await daemon.StopAsync();
        Assert.Contains("was refused mkdir (errno:EPERM), first by /bin/busybox", daemon.Errors, StringComparison.Ordinal);
    }

    /// <summary>The kernel takes the filter, and everything works that did.</summary>
    [LiveFact]
    public async Task UnderAProfileToWatchByNothingFailsThatWorked()
    {
        await RunAsync("run", "-o", $"{Place}/true.trace", "--", "--rm", "--network=none", LiveEngine.Image, "/bin/busybox", "true");
        await RunAsync("options", "--audit", "--output", $"{Place}/watch.json", $"{Place}/true.trace");
        var output = await LiveEngine.DockerAsync("run", "--rm", "--network=none", $"--security-opt=seccomp={Place}/watch.json", LiveEngine.Image,
            "/bin/busybox", "sh", "-c", "mkdir /tmp/a && chown 1 /tmp/a && rmdir /tmp/a && echo worked; unshare -U true 2>/dev/null || echo refused");
        Assert.Equal("worked\nrefused", output.Trim());
    }

    /// <summary>An image that was built anew has the name of the one that was recorded, and its programs may make other calls.</summary>
    [LiveFact]
    public async Task AnotherImageThanWasRecordedIsTold()
    {
        const string Name = "ctrace-built";
        var (trace, profile) = ($"{Place}/true.trace", $"{Place}/true.json");
        string[] words = ["--rm", "--network=none", Name, "/bin/busybox", "true"];
        await LiveEngine.DockerAsync("tag", LiveEngine.Image, Name);
        try
        {
            await RunAsync(["run", "-o", trace, "--", .. words]);
            var same = await Command.RunAsync(Repository.Ctrace, "options", "-o", profile, trace);
            Assert.DoesNotContain("its image is", same.Errors, StringComparison.Ordinal);
            var container = (await LiveEngine.DockerAsync("create", LiveEngine.Image, "none")).Trim();
            await LiveEngine.DockerAsync("commit", "--change", "ENV BUILT=anew", container, Name);
            await LiveEngine.DockerAsync("rm", container);

            foreach (var line in new string[][] { ["options", "-o", profile, trace], ["verify", "--tracefile", trace, "--", .. words], ["verify", "--profile", profile, "--", .. words] })
            {
                var run = await Command.RunAsync(Repository.Ctrace, line);
                Assert.Equal(0, run.Status);
                Assert.Contains($"ctrace: warning: {Name}: its image is sha256:", run.Errors, StringComparison.Ordinal);
            }

            await using var daemon = await TraceDaemon.StartAsync("--profiles", Place);
            await LiveEngine.DockerAsync(["run", "--label", "ctrace.tracefile=built", "--label", "ctrace.profile=true.json", .. words]);
            await Waiting.UntilAsync(() => daemon.Errors.Contains("is held against its profile true.json: its image is sha256:", StringComparison.Ordinal), () => daemon.Errors);
            await daemon.StopAsync();
        }
        finally
        {
            await LiveEngine.DockerAsync("rmi", "--force", Name);
        }
    }

    private static bool Has(Trace trace, string name) => trace.Syscalls.Keys.Any(call => call.Name == name);

    private static async Task<string> RunAsync(params string[] words)
    {
        var run = await Command.RunAsync(Repository.Ctrace, words);
        Assert.True(run.Status == 0, run.Errors);
        return run.Output;
    }
}
