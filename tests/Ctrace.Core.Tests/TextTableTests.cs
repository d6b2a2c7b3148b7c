using Xunit;

namespace Ctrace.Core.Tests;

public sealed class TextTableTests
{
    [Fact]
    public void ColumnsAreAsWideAsTheirWidestCell() => Assert.Equal(
        "  NAME      N  WHO\n  read    120  a b\n  openat    3\n",
        TextTable.Format([["NAME", "N", "WHO"], ["read", "120", "a b"], ["openat", "3", ""]], "  ", 1));

    [Fact]
    public void NoRowsAreNoText() => Assert.Equal("", TextTable.Format([]));
}
