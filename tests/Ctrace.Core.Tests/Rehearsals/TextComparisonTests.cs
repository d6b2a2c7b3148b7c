using Ctrace.Core.Rehearsals;
using Xunit;

namespace Ctrace.Core.Tests.Rehearsals;

public sealed class TextComparisonTests
{
    [Theory]
    [InlineData("a|b", "a|b", "a|b", null)]
    [InlineData("a|b", "a|b", "a", "missing: b")]
    [InlineData("a|b", "a|b", "a|c|b", "new: c")]
    [InlineData("a 1", "a 1", "a 2", "new: a 2")]
    [InlineData("pid 17 at 10:11:12", "pid 18 at 10:11:20", "pid 19 at 10:12:01", null)]
    [InlineData("id 0a1b2c3d4e", "id ffee112233", "id 99aabbccdd", null)]
    [InlineData("pid 17|ok", "pid 18|ok", "pid 19|cannot chown: Operation not permitted", "new: cannot chown: Operation not permitted")]
    [InlineData("a|b", "b|a", "a|b", null)]
    [InlineData("a|b", "b|a", "a|b|c", "new: c")]
    [InlineData("a|b", "b|a", "b", "missing: a")]
    [InlineData("a|x", "a|y", "a|z", null)]
    [InlineData("a|x", "a|y", "z", "missing: a")]
    [InlineData("", "", "", null)]
    public void WhatDiffersByItselfIsNoDifference(string one, string two, string three, string? difference) =>
        Assert.Equal(difference, TextComparison.Difference(one.Split('|'), two.Split('|'), three.Split('|')));
}
