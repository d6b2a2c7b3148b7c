using System.Diagnostics;
using System.Net.Sockets;
using Xunit;

namespace Ctrace.Live.Faults;

/// <summary>A signal comes while a command still waits for the engine, which has taken the question and does not answer.</summary>
[Collection("engine")]
public sealed class StopTests : ContainerTest
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(5);

    [LiveTheory]
    [InlineData("TERM")]
    [InlineData("INT")]
    [InlineData("HUP")]
    public async Task ADaemonThatIsStoppedBeforeItIsReadyEndsWell(string signal)
    {
        var (status, output, errors) = await StopAsync(signal, "trace", "--data", $"{Place}/data", "--socket", Socket);
        Assert.Equal((0, "", ""), (status, output, errors));
        Assert.False(File.Exists(Socket));
        Assert.Empty(Directory.EnumerateFileSystemEntries($"{Place}/data"));
    }

    [LiveTheory]
    [InlineData("TERM", 128 + 15)]
    [InlineData("INT", 128 + 2)]
    public async Task ARecordingThatIsStoppedBeforeItBeganLeavesTheTracefile(string signal, int expected)
    {
        File.WriteAllText($"{Place}/x.trace", "before");
        var (status, _, errors) = await StopAsync(signal, "record", "--container", "web", "-o", $"{Place}/x.trace");
        Assert.Equal((expected, "", "before"), (status, errors, File.ReadAllText($"{Place}/x.trace")));
    }

    /// <summary>The container ignores the signal; it is ended all the same, and no further run begins.</summary>
    [LiveFact]
    public async Task AVerificationInRoundsEndsWithItsContainer()
    {
        const string Deaf = "trap '' TERM; echo up; while :; do /bin/sleep 1; done";
        (await Command.RunAsync(Repository.Ctrace, "run", "-o", $"{Place}/x.trace", "--", "--rm", LiveEngine.Image, "sh", "-c", "/bin/sleep 1; /bin/sleep 1; echo done")).Succeeded();
        using var verify = Process.Start(new ProcessStartInfo(Repository.Ctrace,
            ["verify", "--tracefile", $"{Place}/x.trace", "--times", "3", "--", "--rm", "--name", "deaf", LiveEngine.Image, "sh", "-c", Deaf])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;
        while ((await Command.RunAsync("docker", "logs", "deaf")).Output.Trim() != "up")
        {
            await Task.Delay(50);
        }

        (await Command.RunAsync("kill", "-TERM", $"{verify.Id}")).Succeeded();
        await verify.WaitForExitAsync(TestContext.Current.CancellationToken).WaitAsync(Patience, TestContext.Current.CancellationToken);
        Assert.Equal(128 + 15, verify.ExitCode);
        Assert.Equal("", await LiveEngine.DockerAsync("ps", "--quiet"));
    }

    private async Task<Command> StopAsync(string signal, params string[] words)
    {
        using var listener = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        listener.Bind(new UnixDomainSocketEndPoint($"{Place}/docker.sock"));
        listener.Listen();
        var start = new ProcessStartInfo(Repository.Ctrace, words) { RedirectStandardOutput = true, RedirectStandardError = true };
        start.Environment["DOCKER_HOST"] = $"unix://{Place}/docker.sock";
        using var program = Process.Start(start)!;
        var (output, errors) = (program.StandardOutput.ReadToEndAsync(), program.StandardError.ReadToEndAsync());
        using var connection = await listener.AcceptAsync().WaitAsync(Patience);
        Assert.True(await connection.ReceiveAsync(new byte[1]) > 0);
        (await Command.RunAsync("kill", $"-{signal}", $"{program.Id}")).Succeeded();
        await program.WaitForExitAsync().WaitAsync(Patience);
        return new Command(program.ExitCode, await output, await errors);
    }
}
