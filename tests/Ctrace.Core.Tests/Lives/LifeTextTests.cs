using Ctrace.Core.Lives;
using Ctrace.Core.Tests.Traces;
using Ctrace.Core.Traces;
using Xunit;
using static Ctrace.Core.Tests.Lives.LifeExamples;

namespace Ctrace.Core.Tests.Lives;

public sealed class LifeTextTests
{
    private const string ToDo = "to do: 'ctrace rehearse --output TRACEFILE -- DOCKER-RUN-ARGUMENTS' does and records that; give its tracefile beside this one";

    [Fact]
    public void OneStartLacksASecondOneAndAStop() => Assert.Equal(
    [
        "seen: one start on empty volumes, 30 s; ended with exit code 0; never stopped by SIGTERM; the last new name, openat, came 2 s before the end",
        "not seen: a second start on its own data; a stop by SIGTERM",
        ToDo,
    ], LifeText.Lines(Of(28_000, Start(1, DataState.New))));

    [Fact]
    public void TwoStartsAndAStopLackNothing() => Assert.Equal(
        ["seen: 2 starts, 1 of them on volumes with data, 60 s; ended with exit code 0 (2 times); stopped by SIGTERM; the last new name, openat, came 59 s and one start before the end"],
        LifeText.Lines(Of(1_000, Start(1, DataState.New), Stopped(2, DataState.Used))));

    [Fact]
    public void WhatMayBeNeededLaterIsOneLine() => Assert.Equal("needed later, maybe: mkdir without rmdir (clean-up)",
        LifeText.Lines(Of(1_000, Start(1), Stopped(2)).Merge(TraceExamples.Of("mkdir").With(Fact.Life, Fact.LifeRecorded)))[1]);

    [Fact]
    public void WhoDoesNotStopIsSaid() => Assert.Contains("ended with SIGKILL; did not stop on SIGTERM, and was killed",
        LifeText.Lines(Of(1_000, Stopped(1) with { End = new RunEnd(true, Kill) }))[0], StringComparison.Ordinal);

    [Fact]
    public void WhatARehearsalDidNotShowAnotherDoesNotEither() => Assert.Equal(
        "to do: it was rehearsed: watch it at work (ctrace trace, docs/audit.md), or rehearse more ('ctrace rehearse --idle SECONDS --check COMMAND')",
        LifeText.Lines(Of(28_000, Start(1)).With(Fact.Rehearsed, "true"))[^1]);

    [Fact]
    public void WhatRanBeforeIsNoStart()
    {
        var lines = LifeText.Lines(Of(1_000, Start(1) with { IsWhole = false, End = null }));
        Assert.StartsWith("seen: no start, and a container that ran before, 30 s; no end; ", lines[0], StringComparison.Ordinal);
        Assert.Equal("not seen: a start; a second start on its own data; a stop by SIGTERM", lines[1]);
    }

    [Fact]
    public void AContainerWithoutVolumesLacksASecondStart() =>
        Assert.Equal("not seen: a second start; a stop by SIGTERM", LifeText.Lines(Of(1_000, Start(1, DataState.None)))[1]);

    [Fact]
    public void AnOlderRecordingSaysOnceThatItDoesNotTell() =>
        Assert.Equal(["how much of the container's life was seen is not known: the recording does not say"], LifeText.Lines(TraceExamples.Of("read")));

    [Fact]
    public void AnOlderOneAmongOthersIsSaid() =>
        Assert.EndsWith("before the end; of some recordings it is not known", LifeText.Lines(Of(1_000, Start(1)).Merge(TraceExamples.Of("read")))[0], StringComparison.Ordinal);

    [Fact]
    public void NothingIsSaidOfWhatIsNoContainersLife()
    {
        Assert.Empty(LifeText.Lines(TraceExamples.Of("read").With(Fact.Scope, Scope.Command)));
        Assert.Empty(LifeText.Lines(TraceExamples.Of("read").With(Fact.Life, Fact.Any)));
    }

    [Theory]
    [InlineData(0, "0 ms")]
    [InlineData(999, "999 ms")]
    [InlineData(119_999, "119 s")]
    [InlineData(120_000, "2 min")]
    [InlineData(7_200_000, "2 h")]
    [InlineData(ulong.MaxValue, "213503982334 d")]
    public void DurationsAreRounded(ulong milliseconds, string text) => Assert.Equal(text, LifeText.Duration(milliseconds));
}
