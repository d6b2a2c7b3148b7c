using Ctrace.Core.Linux;
using Xunit;

namespace Ctrace.Core.Tests.Linux;

public sealed class SignalsTests
{
    [Theory]
    [InlineData(0, "exists")]
    [InlineData(1, "hup")]
    [InlineData(15, "term")]
    [InlineData(31, "sys")]
    [InlineData(32, "rtmin+0")]
    [InlineData(64, "rtmin+32")]
    [InlineData(65, null)]
    [InlineData(-1, null)]
    public void HasANameForEachNumber(int number, string? name)
    {
        Assert.Equal(name, Signals.Name(number));
        Assert.True(name is null || Signals.IsName(name));
    }

    [Theory]
    [InlineData("rtmin+33")]
    [InlineData("rtmin+03")]
    [InlineData("rtmin+")]
    [InlineData("TERM")]
    [InlineData("")]
    public void OthersAreNoNames(string name) => Assert.False(Signals.IsName(name));
}
