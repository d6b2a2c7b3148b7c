using Ctrace.Core.Seccomp;
using Ctrace.Core.Seccomp.Filters;
using Ctrace.Core.Tests.Seccomp.Filters;
using Xunit;

namespace Ctrace.Core.Tests.Seccomp;

public sealed class FilterReturnTests
{
    [Theory]
    [InlineData(0x7FFF_0000u, "allow", true)]
    [InlineData(0x7FFC_0000u, "log", true)]
    [InlineData(0x7FF0_0005u, "trace:5", true)]
    [InlineData(0x7FC0_0000u, "notify", true)]
    [InlineData(0x0005_0001u, "errno:EPERM", false)]
    [InlineData(0x0005_0000u, "errno:0", false)]
    [InlineData(0x0005_FFFFu, "errno:4095", false)]
    [InlineData(0x0003_0000u, "trap", false)]
    [InlineData(0x0003_0009u, "trap:9", false)]
    [InlineData(0x0000_0000u, "kill_thread", false)]
    [InlineData(0x8000_0000u, "kill_process", false)]
    [InlineData(0x1234_0000u, "kill_process", false)]
    public void AValueIsAnActionAndData(uint value, string text, bool runs)
    {
        Assert.Equal(text, new FilterReturn(value).ToString());
        Assert.Equal(runs, new FilterReturn(value).MayRun);
    }

    /// <summary>It kills when it counts, but an errno of another filter comes before it (kernel/seccomp.c, ACTION_ONLY).</summary>
    [Fact]
    public void AnUnknownActionKeepsItsPlaceInTheOrder() => Assert.Equal(SeccompAction.Errno,
        Simulator.Run([Samples.Filter((0x06, 0, 0, 0x1234_0000)), Samples.Filter((0x06, 0, 0, Samples.Errno1))], Samples.Call()).Action);
}
