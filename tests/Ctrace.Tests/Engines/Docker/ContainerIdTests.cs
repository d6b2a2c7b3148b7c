using Ctrace.Engines.Docker;
using Xunit;

namespace Ctrace.Tests.Engines.Docker;

public sealed class ContainerIdTests
{
    [Fact]
    public void AcceptsSixtyFourLowerCaseDigits()
    {
        Assert.True(ContainerId.TryParse(Samples.Id, out var id));
        Assert.Equal(Samples.Id, id.Value);
        Assert.Equal(Samples.Id[..12], id.Short);
        Assert.Equal(Samples.Id, $"{id}");
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("0afc1ee0e1ff")]
    [InlineData("0AFC1ee0e1ff7ef9a356190b0f2f87ee52f813249203fa9863de4281467fa070")]
    [InlineData("../c1ee0e1ff7ef9a356190b0f2f87ee52f813249203fa9863de4281467fa070")]
    [InlineData("0afc1ee0e1ff7ef9a356190b0f2f87ee52f813249203fa9863de4281467fa070\n")]
    [InlineData("٠afc1ee0e1ff7ef9a356190b0f2f87ee52f813249203fa9863de4281467fa070")]
    public void RefusesAllElse(string? text)
    {
        Assert.False(ContainerId.TryParse(text, out var id));
        Assert.Equal("", id.Value);
        Assert.Equal("", id.Short);
    }
}
