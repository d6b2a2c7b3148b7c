using Ctrace.Core.Rehearsals;
using Xunit;

namespace Ctrace.Core.Tests.Rehearsals;

public sealed class RehearsalStepTests
{
    [Theory]
    [InlineData(null, "Start Idle Reload Rotate Child Stop Interrupt Kill Again")]
    [InlineData("stop,kill", "Start Stop Kill")]
    [InlineData("+disk,-idle", "Start Reload Rotate Child Stop Interrupt Kill Again Disk")]
    [InlineData("-start", "Start Idle Reload Rotate Child Stop Interrupt Kill Again")]
    [InlineData("start", "Start")]
    public void AListIsOfStepsOrOfChanges(string? list, string steps) => Assert.Equal(steps, string.Join(' ', RehearsalStep.Parse(list)));

    [Theory]
    [InlineData("stop,+disk", "not both")]
    [InlineData("pause", "there is no step 'pause'")]
    public void OthersAreRefused(string list, string message)
    {
        var failure = Assert.Throws<CtraceException>(() => RehearsalStep.Parse(list));
        Assert.Equal(FailureKind.Usage, failure.Kind);
        Assert.Contains(message, failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void EachKindHasOneStep() => Assert.Equal(Enum.GetValues<StepKind>(), RehearsalStep.All.Select(step => step.Kind));
}
