using System.Runtime.InteropServices;
using Ctrace.Core;
using Ctrace.Core.Tests;
using Ctrace.Engines.Docker;
using Xunit;

namespace Ctrace.Tests.Engines.Docker;

public sealed class DockerRunTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task PassesTheWordsOnAndLearnsTheId()
    {
        using var fake = new FakeClient($"printf {Samples.Id} >\"$cid\"; exit 42");
        string directory;
        using (var run = await DockerRun.StartAsync(fake.Client, ["docker", "run", "--rm", "im age", "--cidfile", "x y"], Cancellation))
        {
            Assert.Equal(Samples.Id, (await run.GetContainerAsync(Cancellation))!.Value.Value);
            Assert.Equal(42, await run.WaitAsync(Cancellation));
            Assert.Equal(["run", "--rm", "--cidfile", fake.Words[3], "im age", "--cidfile", "x y"], fake.Words);
            directory = Path.GetDirectoryName(fake.Words[3])!;
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute, File.GetUnixFileMode(directory));
        }

        Assert.False(Directory.Exists(directory));
    }

    [Fact]
    public async Task WaitsForAnIdThatComesLate()
    {
        using var fake = new FakeClient($"sleep 0.1; printf {Samples.Id[..20]} >\"$cid\"; sleep 0.1; printf {Samples.Id[20..]} >>\"$cid\"; sleep 0.1");
        using var run = await DockerRun.StartAsync(fake.Client, ["image"], Cancellation);
        Assert.Equal(Samples.Id, (await run.GetContainerAsync(Cancellation))!.Value.Value);
    }

    [Theory]
    [InlineData("exit 125")]
    [InlineData("printf 'not an id' >\"$cid\"; exit 125")]
    [InlineData("rm -r \"${cid%/*}\"; exit 125")]
    public async Task KnowsThatNoContainerWasMade(string does)
    {
        using var fake = new FakeClient(does);
        using var run = await DockerRun.StartAsync(fake.Client, ["image"], Cancellation);
        Assert.Null(await run.GetContainerAsync(Cancellation));
        Assert.Equal(125, await run.WaitAsync(Cancellation));
    }

    [Fact]
    public async Task ReadsTheUsersOwnCidFile()
    {
        var path = Path.Combine(Path.GetTempPath(), Path.GetRandomFileName());
        using var fake = new FakeClient($"printf {Samples.OtherId} >{path}");
        try
        {
            using var run = await DockerRun.StartAsync(fake.Client, ["-d", $"--cidfile={path}", "image"], Cancellation);
            Assert.True(run.Detached);
            Assert.Equal(Samples.OtherId, (await run.GetContainerAsync(Cancellation))!.Value.Value);
            Assert.Equal(["run", "-d", $"--cidfile={path}", "image"], fake.Words);
        }
        finally
        {
            File.Delete(path);
        }
    }

    [Fact]
    public async Task DoesNotTakeAnOldIdForTheNewOne()
    {
        var path = Path.GetTempFileName();
        await File.WriteAllTextAsync(path, Samples.OtherId, Cancellation);
        using var fake = new FakeClient("echo 'container ID file found' >&2; exit 125");
        try
        {
            using var run = await DockerRun.StartAsync(fake.Client, ["--cidfile", path, "image"], Cancellation);
            Assert.Null(await run.GetContainerAsync(Cancellation));
        }
        finally
        {
            File.Delete(path);
        }
    }

    [Theory]
    [InlineData(PosixSignal.SIGTERM, 15, "TERM")]
    [InlineData(PosixSignal.SIGHUP, 1, "HUP")]
    public async Task HandsSignalsToTheClient(PosixSignal signal, int number, string name)
    {
        // Without this, a signal that is not handed on would end the test program rather than the test.
        using var survive = PosixSignalRegistration.Create(signal, context => context.Cancel = true);
        // A shell cannot trap a signal that was ignored when it began, as SIGHUP is under nohup.
        using var fake = new FakeClient($"""
            exec env --default-signal={name} sh -c 'trap "exit 7" {name}; printf {Samples.Id} >"$1"; while :; do sleep 0.05; done' sh "$cid"
            """);
        using var run = await DockerRun.StartAsync(fake.Client, ["image"], Cancellation);
        await run.GetContainerAsync(Cancellation);
        Assert.Equal(0, kill(Environment.ProcessId, number));
        Assert.Equal(7, await run.WaitAsync(Cancellation).WaitAsync(Waiting.Patience, Cancellation));
    }

    [Fact]
    public async Task GivesTheSignalThatEndedTheClient()
    {
        using var fake = new FakeClient("kill -KILL $$");
        using var run = await DockerRun.StartAsync(fake.Client, ["image"], Cancellation);
        Assert.Equal(137, await run.WaitAsync(Cancellation));
    }

    [Fact]
    public void SaysThatThereIsNoClient()
    {
        var failure = Assert.Throws<CtraceException>(() => DockerClient.Find("/nonexistent::.:bin"));
        Assert.Equal(FailureKind.Unavailable, failure.Kind);
        Assert.Equal("there is no docker client on PATH (install it: on Debian and Ubuntu, apt-get install docker.io)", failure.Line);
        Assert.Throws<CtraceException>(() => DockerClient.Find(null));
    }

    [DllImport("libc")]
    private static extern int kill(int pid, int sig);
}
