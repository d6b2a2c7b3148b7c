using Ctrace.Core.Traces;
using Ctrace.Probes;
using Ctrace.Recordings;
using Xunit;

namespace Ctrace.Tests.Recordings;

/// <summary>What a tracefile says of how much was seen; the counters themselves are for the live tests.</summary>
public sealed class SlotTraceTests
{
    private const ulong BeforeTheProbe = 0, AfterIt = 1;

    [Fact]
    public void AContainerThatWasSeenToStartIsWhole() => Assert.Equal([Scope.Whole], Scopes(SlotFlags.Started, AfterIt));

    [Fact]
    public void AContainerThatRanBeforeIsPartial() => Assert.Equal([Scope.Partial], Scopes(SlotFlags.None, BeforeTheProbe));

    [Fact]
    public void AContainerWithoutAFilterIsUnconfined() => Assert.Equal(
        [Scope.Whole, Scope.Unconfined], Scopes(SlotFlags.Started | SlotFlags.Unconfined, AfterIt));

    [Fact]
    public void TheRuntimesStepsAreSaidToBeIncluded()
    {
        Assert.Equal([Scope.Whole, Scope.Runtime], Scopes(SlotFlags.Started, AfterIt, runtime: true));
        Assert.Equal([Scope.Partial, Scope.Unconfined, Scope.Runtime], Scopes(SlotFlags.Unconfined, BeforeTheProbe, runtime: true));
    }

    [Fact]
    public void ACommandHasNoOtherScope()
    {
        Assert.Equal([Scope.Command], Scopes(SlotFlags.Command | SlotFlags.Unconfined | SlotFlags.Started, BeforeTheProbe));
        Assert.Equal([Scope.Command], Scopes(SlotFlags.Command, AfterIt, runtime: true));
    }

    private static IEnumerable<string> Scopes(SlotFlags flags, ulong first, bool runtime = false) =>
        SlotTrace.Scopes(new Slot(0, SlotState.Live, flags, "x", null, first, 0), new ProbeOptions { Runtime = runtime });
}
