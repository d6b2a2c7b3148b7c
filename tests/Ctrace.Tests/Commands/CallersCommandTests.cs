using Ctrace.Core;
using Ctrace.Tests.Files;
using Xunit;

namespace Ctrace.Tests.Commands;

public sealed class CallersCommandTests : IDisposable
{
    private readonly TemporaryDirectory _directory = new();

    public CallersCommandTests()
    {
        File.WriteAllText(_directory["a"], """
            ARCH
            x86_64
            CAPABILITIES
            net_raw
            SYSCALLS
            close
            socket
            SYSCALL-CALLERS
            x86_64 close 1 runtime
            x86_64 socket 30 program /bin/ping
            x86_64 mount 30 program /bin/ping
            CAPABILITY-CALLERS
            net_raw 31 program /bin/ping

            """);
        File.WriteAllText(_directory["none"], "ARCH\nx86_64\nCAPABILITIES\nSYSCALLS\nread\n");
    }

    public void Dispose() => _directory.Dispose();

    [Fact]
    public void AllAreShownButWhatWasTakenOutByHand()
    {
        var run = CommandRun.Of("callers", _directory["a"]);
        Assert.StartsWith("  FIRST  WHAT         WHO\n0.001 s  close        (the runtime)\n0.030 s  socket       /bin/ping\n0.031 s  CAP_NET_RAW  /bin/ping\n\nNOT RECORDED, ALLOWED ", run.Output, StringComparison.Ordinal);
        Assert.Matches("\ngettid +any call +/bin/ping\n", run.Output);
        Assert.Equal((0, ""), (run.Code, run.Error));
    }

    [Theory]
    [InlineData("socket", 2)]
    [InlineData("cap_net_raw", 2)]
    [InlineData("ping", 3)]
    [InlineData("runtime", 2)]
    [InlineData("gettid", 2)] // not recorded, and allowed
    public void ANameChooses(string name, int lines) => Assert.Equal(lines, CommandRun.Of("callers", _directory["a"], name).Output.Split('\n').Length - 1);

    [Fact]
    public void ANameThatIsNotThereIsNotFound()
    {
        var failure = CommandRun.Of("callers", _directory["a"], "sokcet").Failure!;
        Assert.Equal((FailureKind.Found, "did you mean 'socket'?"), (failure.Kind, failure.Hint));
    }

    [Fact]
    public void ATracefileWithoutCallersSaysSo() => Assert.Contains("does not say who", CommandRun.Of("callers", _directory["none"]).Failure!.Message, StringComparison.Ordinal);
}
