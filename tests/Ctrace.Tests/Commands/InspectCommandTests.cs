using Ctrace.Core;
using Xunit;

namespace Ctrace.Tests.Commands;

public sealed class InspectCommandTests
{
    [Theory]
    [InlineData("0")]
    [InlineData("2147483647")]
    public void AProcessThatIsNotThereIsNoInput(string process) => Assert.Equal(FailureKind.NoInput, CommandRun.Of("inspect", process).Failure?.Kind);

    [Fact]
    public void AnArchitectureThatTheMachineDoesNotServeIsAUsageError() =>
        Assert.Equal(FailureKind.Usage, CommandRun.Of("inspect", "1", "--arch", "sparc").Failure?.Kind);

    [Fact]
    public void ATargetIsNeeded() => Assert.NotEmpty(CommandRun.Errors("inspect"));
}
