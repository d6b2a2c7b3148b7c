using System.Text;
using Ctrace.Core.Traces;
using Xunit;

namespace Ctrace.Core.Tests.Traces;

public sealed class ProgramNameTests
{
    [Theory]
    [InlineData("/bin/sh", "/bin/sh")]
    [InlineData("/bin/sh\0", "/bin/sh")]
    [InlineData("", "")]
    [InlineData("\0ls", " (as ls)")]
    [InlineData("/bin/busybox\0ls", "/bin/busybox (as ls)")]
    [InlineData("/bin/busybox\0ls\0left\0", "/bin/busybox (as ls)")]
    [InlineData("/bin/busybox\0/usr/bin/ls", "/bin/busybox (as ls)")]
    [InlineData("/bin/busybox\0[", "/bin/busybox (as [)")]
    [InlineData("/bin/busybox\0-sh", "/bin/busybox (as -sh)")]
    [InlineData("/bin/busybox\0/x/busybox", "/bin/busybox")]
    [InlineData("/memfd:m\0ownership", "/memfd:m (as ownership)")]
    public void IsThePathAndWhatTheProgramWasCalled(string bytes, string name) => Assert.Equal(name, ProgramName.Decode(Encoding.UTF8.GetBytes(bytes)));

    /// <summary>A container says what it likes; what is no name of an applet is not repeated.</summary>
    [Theory]
    [InlineData("/")]
    [InlineData("a b")]
    [InlineData("x) (as y")]
    [InlineData("<script>")]
    [InlineData("\u202els")]
    [InlineData("l\ns")]
    [InlineData("a\\b")]
    [InlineData("0123456789012345678901234567890123")]
    public void WhatNoAppletIsCalledIsLeftOut(string claim) => Assert.Equal("/bin/busybox", ProgramName.Decode(Encoding.UTF8.GetBytes($"/bin/busybox\0{claim}")));

    [Fact]
    public void BytesThatAreNoTextStay() => Assert.Equal("/\uDCFF (as ls)", ProgramName.Decode([(byte)'/', 0xFF, 0, (byte)'l', (byte)'s']));

    [Theory]
    [InlineData("/bin/busybox (as ls)", "ls", true)]
    [InlineData("/bin/busybox (as ls)", "busybox", true)]
    [InlineData("/bin/busybox (as ls)", "s", false)]
    [InlineData("/opt/a (as b)/c", "c", true)]
    [InlineData("/bin/cat", "cat", true)]
    [InlineData("x)", "x)", true)]
    public void IsAskedForByEitherName(string name, string query, bool asked) => Assert.Equal(asked, ProgramName.ShortNames(name).Contains(query));

    [Fact]
    public void CallersAreFoundByBoth() => Assert.All((string[])["/bin/busybox (as ls)", "busybox", "ls"],
        query => Assert.True(new CallerRow(null, "chown", Caller.Program("/bin/busybox (as ls)"), 0).IsCalled(query)));
}
