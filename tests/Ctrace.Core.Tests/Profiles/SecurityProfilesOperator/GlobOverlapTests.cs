using Ctrace.Core.Profiles.SecurityProfilesOperator;
using Xunit;

namespace Ctrace.Core.Tests.Profiles.SecurityProfilesOperator;

public sealed class GlobOverlapTests
{
    [Theory]
    [InlineData("/tmp/*", "/tmp/a", true)]
    [InlineData("/tmp/*", "/tmp/", false)]
    [InlineData("/tmp/*", "/tmp/a/b", false)]
    [InlineData("/tmp/**", "/tmp/a/b", true)]
    [InlineData("/tmp/**", "/tmp/", false)]
    [InlineData("/tmp/*/", "/tmp/a/", true)]
    [InlineData("/tmp/*/", "/tmp/a", false)]
    [InlineData("/tmp/*/", "/tmp//", false)]
    [InlineData("/tmp/a*", "/tmp/a", true)]
    [InlineData("/tmp/a*", "/tmp/*b", true)]
    [InlineData("/tmp/a*", "/tmp/b*", false)]
    [InlineData("/srv/a?b", "/srv/a/b", false)]
    [InlineData("/srv/a?b", "/srv/axb", true)]
    [InlineData("/srv/??", "/srv/*x", true)]
    [InlineData("/proc/@{pid}/fd/*", "/proc/@{pid}/fd/3", true)]
    [InlineData("/proc/@{pid}/a", "/proc/@{pid}/b", false)]
    [InlineData("/proc/@{pid}/a", "/proc/123/a", true)]
    [InlineData("/proc/@{pid}/a", "/proc/x/a", false)]
    [InlineData("/proc/@{pid}/a", "/proc/@x/a", false)]
    [InlineData("/proc/@{pid}/a", "/proc/?/a", true)]
    [InlineData("/a", "/a", true)]
    [InlineData("/a", "/ab", false)]
    public void TwoGlobsMeet(string one, string other, bool meet)
    {
        Assert.Equal(meet, new GlobOverlap().Of(one, other));
        Assert.Equal(meet, new GlobOverlap().Of(other, one));
    }

    [Fact]
    public void AnEndlessComparisonEnds()
    {
        var overlap = new GlobOverlap();
        var glob = "/" + string.Concat(Enumerable.Repeat("*a", 240));
        Assert.True(Enumerable.Range(0, 10_000).All(_ => overlap.Of(glob + "x", glob + "x")));
        Assert.True(overlap.Of("/**x", "/**y"));
    }
}
