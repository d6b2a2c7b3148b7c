using Ctrace.Core.Linux;
using Xunit;

namespace Ctrace.Core.Tests.Linux;

public sealed class CapabilityTests
{
    // capabilities(7) with the numbers of the header.
    [Theory]
    [InlineData(0, "chown")]
    [InlineData(13, "net_raw")]
    [InlineData(21, "sys_admin")]
    [InlineData(31, "setfcap")]
    [InlineData(32, "mac_override")]
    [InlineData(40, "checkpoint_restore")]
    public void ANumberHasItsNameAndBack(int number, string name)
    {
        Assert.Equal(name, Capability.Name(number));
        Assert.Equal(number, Capability.Number(name));
    }

    [Theory]
    [InlineData("net_raw")]
    [InlineData("NET_RAW")]
    [InlineData("CAP_NET_RAW")]
    [InlineData("cap_net_raw")]
    [InlineData("Cap_Net_Raw")]
    public void ANameIsFoundInAnySpelling(string name) => Assert.Equal(13, Capability.Number(name));

    [Theory]
    [InlineData("")]
    [InlineData("CAP_")]
    [InlineData("cap_cap_net_raw")]
    [InlineData("net-raw")]
    [InlineData("all")]
    public void AnotherNameIsNotFound(string name) => Assert.Null(Capability.Number(name));

    [Theory]
    [InlineData(-1)]
    [InlineData(41)]
    [InlineData(63)]
    public void AnotherNumberIsNotFound(int number) => Assert.Null(Capability.Name(number));

    [Fact]
    public void TheNumbersHaveNoGap() =>
        Assert.Equal(Enumerable.Range(0, Capability.Last + 1), Capability.All.Select(capability => capability.Number));
}
