using Ctrace.Commands.Options;
using Xunit;

namespace Ctrace.Tests.Commands;

public sealed class TracefileOutputTests
{
    [Theory]
    [InlineData("nginx", "nginx.trace")]
    [InlineData("registry.example:5000/team/app:1.2", "app-1.2.trace")]
    [InlineData("app@sha256:0123abcd", "app-sha256-0123abcd.trace")]
    [InlineData("/usr/bin/ls", "ls.trace")]
    [InlineData("./run_me", "run_me.trace")]
    [InlineData("..", "ctrace.trace")]
    [InlineData(".hidden", "hidden.trace")]
    [InlineData("-rf", "rf.trace")]
    [InlineData("x/", "ctrace.trace")]
    [InlineData("", "ctrace.trace")]
    [InlineData("a b\nc\e[31m;$(id)é", "a-b-c--31m---id--.trace")]
    public void AFileIsNamedAfterAnImageOrACommand(string name, string expected) => Assert.Equal(expected, TracefileOutput.DefaultName(name));

    [Fact]
    public void ANameIsNeverTooLongForAFile() => Assert.Equal($"{new string('x', 128)}.trace", TracefileOutput.DefaultName(new string('x', 5000)));
}
