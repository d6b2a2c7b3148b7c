using Ctrace.Core.Decoding;
using Xunit;

namespace Ctrace.Core.Tests.Decoding;

public sealed class ProcessLinesTests
{
    [Fact]
    public void AnEndIsAsStraceHasIt()
    {
        Assert.Equal("+++ exited with 3 +++", ProcessLines.Exited(3));
        Assert.Equal("+++ killed by SIGKILL +++", ProcessLines.Killed(9, dumpedCore: false));
        Assert.Equal("+++ killed by SIGSEGV (core dumped) +++", ProcessLines.Killed(11, dumpedCore: true));
        Assert.Equal("--- stopped by SIGSTOP ---", ProcessLines.Stopped(19));
    }

    [Theory]
    [InlineData(2, 0, "--- SIGINT {si_signo=SIGINT, si_code=SI_USER} ---")]
    [InlineData(2, 128, "--- SIGINT {si_signo=SIGINT, si_code=SI_KERNEL} ---")]
    [InlineData(17, 1, "--- SIGCHLD {si_signo=SIGCHLD, si_code=CLD_EXITED} ---")]
    [InlineData(11, 1, "--- SIGSEGV {si_signo=SIGSEGV, si_code=SEGV_MAPERR} ---")]
    [InlineData(34, -1, "--- SIGRT_2 {si_signo=SIGRT_2, si_code=SI_QUEUE} ---")]
    [InlineData(99, 77, "--- 99 {si_signo=99, si_code=77} ---")]
    public void ASignalHasItsCode(int signal, int code, string line) => Assert.Equal(line, ProcessLines.Delivered(signal, code));

    [Fact]
    public void ASignalHasItsSender() => Assert.Equal(
        "--- SIGTERM {si_signo=SIGTERM, si_code=SI_USER, si_pid=7, si_uid=1000} ---", ProcessLines.Delivered(15, 0, 7, 1000));
}
