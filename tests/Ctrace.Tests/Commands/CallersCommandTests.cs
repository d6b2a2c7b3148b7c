using Ctrace.Core;
using Ctrace.Core.Linux;
using Ctrace.Core.Tracefiles;
using Ctrace.Core.Traces;
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

    /// <summary>A call that was refused was not made, and the file knows to whom it was refused all the same.</summary>
    [Fact]
    public void ARefusedCallIsToldBesideTheOthers()
    {
        var trace = new TraceBuilder(Architecture.X86_64);
        trace.AddSyscall(Architecture.X86_64, 0, 1);
        trace.AddCaller(new SyscallName(Architecture.X86_64, "read"), Caller.Program("/bin/storm"), 5);
        trace.AddRefusal(new SyscallName(Architecture.X86_64, "get_mempolicy"), Errno.EPERM, Caller.Program("/bin/storm"), null, 8);
        File.WriteAllText(_directory["refused"], TracefileWriter.Write(trace.Build()));
        var run = CommandRun.Of("callers", _directory["refused"], "get_mempolicy", "read");
        Assert.Equal((0, "ctrace: get_mempolicy was refused, EPERM, 8 times, to /bin/storm\n"), (run.Code, run.Error));
        Assert.Contains("read  /bin/storm", run.Output, StringComparison.Ordinal);
        Assert.Equal(0, CommandRun.Of("callers", _directory["refused"], "get_mempolicy").Code);
    }

    [Fact]
    public void ANameThatIsNotThereIsNotFound()
    {
        var failure = CommandRun.Of("callers", _directory["a"], "sokcet").Failure!;
        Assert.Equal((FailureKind.Found, "did you mean 'socket'?"), (failure.Kind, failure.Hint));
    }

    [Fact]
    public void ATracefileWithoutCallersSaysSo() => Assert.Contains("does not say who", CommandRun.Of("callers", _directory["none"]).Failure!.Message, StringComparison.Ordinal);
}
