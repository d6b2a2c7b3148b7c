using Ctrace.Core.Status;
using Ctrace.Core.Traces;
using Xunit;

namespace Ctrace.Live.Faults;

/// <summary>A container executes files of a file system of its own, which never tells of their capabilities: nobody waits for it.</summary>
[Collection("engine")]
public sealed class SilentFileTests : ContainerTest
{
    [LiveFact]
    public async Task OthersAreRecordedAndItsOwnTraceSaysWhatIsMissing()
    {
        Assert.SkipUnless(File.Exists("/dev/fuse"), "this kernel has no FUSE");
        await using var daemon = await TraceDaemon.StartAsync("--socket", Socket);
        var silent = await LiveEngine.DockerAsync("run", "-d", "--label", "ctrace.tracefile=silent", "--cap-add", "SYS_ADMIN", "--device", "/dev/fuse",
            "--security-opt", "apparmor=unconfined", LiveEngine.Image, "/bin/silent");
        while (await LiveEngine.DockerAsync("logs", silent) != "executed")
        {
            await Task.Delay(20);
        }

        await LiveEngine.DockerAsync("run", "--rm", "--label", "ctrace.tracefile=other", LiveEngine.Image, "/bin/calls");
        await daemon.UntilAsync("other", trace => trace.Syscalls.Keys.Any(call => call.Name == "exit_group"));
        await daemon.UntilAsync("silent", trace => trace.Facts.Contains(new Fact(Fact.FileCapabilities, "incomplete")) && trace.Executables.Contains("/tmp/silent/x"));
        await new StatusQuestions(Socket).UntilAsync(status => status.AgeSeconds < DaemonStatus.Stalled);
        await daemon.StopAsync();
    }
}
