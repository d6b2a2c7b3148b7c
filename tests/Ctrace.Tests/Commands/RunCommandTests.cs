using Xunit;

namespace Ctrace.Tests.Commands;

public sealed class RunCommandTests
{
    [Theory]
    [InlineData("run")]
    [InlineData("run", "--")]
    [InlineData("run", "--slots", "0", "--", "nginx")]
    public void AWrongCommandLineIsAUsageError(params string[] arguments) => Assert.NotEmpty(CommandRun.Errors(arguments));

    [Fact]
    public void WhatDockerRunIsGivenIsNotLookedAt() =>
        Assert.Empty(CommandRun.Errors("run", "-o", "x", "--", "--rm", "-o", "--slots=0", "--help", "nginx", "--frob"));
}
