using Ctrace.Core.Traces;
using Ctrace.Probes;
using Ctrace.Recordings;
using Xunit;

namespace Ctrace.Tests.Recordings;

/// <summary>What a tracefile says of how much was seen; the counters themselves are for the live tests.</summary>
public sealed class SlotTraceTests
{
    [Fact]
    public void AContainerThatWasSeenToStartIsWhole() => Assert.Equal([Scope.Whole], Scopes(SlotFlags.Started));

    [Fact]
    public void AContainerThatRanBeforeIsPartial() => Assert.Equal([Scope.Partial], Scopes(SlotFlags.RanBefore));

    [Fact]
    public void AContainerWithoutAFilterIsUnconfined() => Assert.Equal(
        [Scope.Whole, Scope.Unconfined], Scopes(SlotFlags.Started | SlotFlags.Unconfined));

    [Fact]
    public void TheRuntimesStepsAreSaidToBeIncluded()
    {
        Assert.Equal([Scope.Whole, Scope.Runtime], Scopes(SlotFlags.Started, runtime: true));
        Assert.Equal([Scope.Partial, Scope.Unconfined, Scope.Runtime], Scopes(SlotFlags.Unconfined | SlotFlags.RanBefore, runtime: true));
    }

    [Fact]
    public void ACommandHasNoOtherScope()
    {
        Assert.Equal([Scope.Command], Scopes(SlotFlags.Command | SlotFlags.Unconfined | SlotFlags.Started));
        Assert.Equal([Scope.Command], Scopes(SlotFlags.Command, runtime: true));
    }

    [Fact]
    public void WithoutAnExecutedProgramItIsTheRuntimeAlone()
    {
        Assert.True(SlotTrace.IsRuntimeAlone(Of(SlotFlags.None)));
        Assert.True(SlotTrace.IsRuntimeAlone(Of(SlotFlags.Command | SlotFlags.Armed)));
        Assert.False(SlotTrace.IsRuntimeAlone(Of(SlotFlags.Started)));
        Assert.False(SlotTrace.IsRuntimeAlone(Of(SlotFlags.RanBefore)));
    }

    private static Slot Of(SlotFlags flags) => new(0, SlotState.Live, flags, "x", null, 0, Missed: false);

    private static IEnumerable<string> Scopes(SlotFlags flags, bool runtime = false) =>
        SlotTrace.Scopes(new Slot(0, SlotState.Live, flags, "x", null, 0, Missed: false), new ProbeOptions { Runtime = runtime });
}
