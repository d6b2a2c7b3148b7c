using Ctrace.Core.Linux;
using Ctrace.Core.Traces;
using FsCheck;
using FsCheck.Fluent;
using Xunit;

namespace Ctrace.Core.Tests.Traces;

public sealed class LifeTests
{
    private static readonly Arbitrary<Life> Lives = ArbitraryTrace.Of(Architecture.X86_64).Generator.Select(trace => trace.Life).ToArbitrary();

    [Fact]
    public void MergeIsAssociativeWithTimes() => Prop.ForAll(Lives, Lives, Lives, (a, b, c) => a.Merge(b).Merge(c).IsSame(a.Merge(b.Merge(c)))).Hold();

    [Fact]
    public void MergeIsCommutativeWithTimes() => Prop.ForAll(Lives, Lives, (a, b) => a.Merge(b).IsSame(b.Merge(a))).Hold();

    [Fact]
    public void MergeWithItselfAddsNothing() => Prop.ForAll(Lives, a => a.Merge(a).IsSame(a)).Hold();

    [Fact]
    public void EqualLivesHaveEqualHashes() => Prop.ForAll(Lives, Lives, (a, b) => a.Merge(b).GetHashCode() == b.Merge(a).GetHashCode()).Hold();

    [Fact]
    public void TwoStartsAreTwoAndOneIsOne()
    {
        var (one, other) = (Of(Start(1)), Of(Start(2)));
        Assert.Equal(2, one.Merge(other).Count);
        Assert.Equal(1, one.Merge(Of(Start(1) with { Observed = 99 })).Count);
    }

    [Fact]
    public void OfOneStartTheMostIsKept()
    {
        var begun = Start(1) with { IsWhole = true, Began = 1000, Observed = 10, Data = DataState.New, Signals = new Arrivals(1, 0, 0, 0) };
        var ended = Start(1) with { Began = 2000, Observed = 50, End = new RunEnd(false, 3), Signals = new Arrivals(0, 0, 4, 0) };
        Assert.Equal(
            Start(1) with { IsWhole = true, Began = 1000, Observed = 50, End = new RunEnd(false, 3), Data = DataState.New, Signals = new Arrivals(1, 0, 4, 0) },
            Of(begun).Merge(Of(ended)).Starts.Single());
    }

    [Fact]
    public void TimesAreNoContent()
    {
        var one = Of(Start(1) with { Began = 1, Observed = 10 });
        var later = Of(Start(1) with { Began = 1, Observed = 20 });
        Assert.Equal(one, later);
        Assert.False(one.IsSame(later));
        Assert.NotEqual(one, Of(Start(1) with { End = new RunEnd(true, 9) }));
        var trace = new Trace(Architecture.X86_64) { Life = one };
        Assert.Equal(trace, trace with { Life = later });
    }

    [Fact]
    public void ALaterStartFindsWhatTheFirstOneLeft()
    {
        var life = Of(Start(1) with { Began = 20 }, Start(2) with { Began = 10 });
        Assert.Equal([DataState.Used, DataState.New], life.WithData(DataState.New).Starts.Select(start => start.Data));
        Assert.Equal([DataState.None, DataState.None], life.WithData(DataState.None).Starts.Select(start => start.Data));
        Assert.Equal([DataState.Unknown, DataState.Unknown], life.WithData(DataState.Unknown).Starts.Select(start => start.Data));
    }

    [Fact]
    public void WhatNeverRanIsNoStart()
    {
        var ran = TraceExamples.Of("read") with { Life = Of(Start(1)) };
        var never = TraceExamples.Of("execve").With(Fact.Program, Fact.NeverExecuted) with { Life = Of(Start(2)) };
        Assert.Equal([new StartId(1)], ran.Merge(never).Life.Starts.Select(start => start.Id));
    }

    [Fact]
    public void WhereOneRecordingDoesNotTellItIsSaid()
    {
        var known = TraceExamples.Of("read").With(Fact.Life, Fact.LifeRecorded);
        Assert.Equal(["", Fact.LifeRecorded], known.Merge(TraceExamples.Of("write")).Values(Fact.Life));
        Assert.Equal([Fact.LifeRecorded], known.Merge(known).Values(Fact.Life));
    }

    [Theory]
    [InlineData(0x0000u, false, 0)]
    [InlineData(0x0300u, false, 3)]
    [InlineData(0x000fu, true, 15)]
    [InlineData(0x008bu, true, 11)] // and dumped core
    public void AStatusIsReadAsByWait(uint status, bool isSignal, int number) => Assert.Equal(new RunEnd(isSignal, number), RunEnd.OfStatus(status));

    [Fact]
    public void AnIdIsItsDigitsAlone()
    {
        Assert.True(StartId.TryParse("00000000000000ff", out var id));
        Assert.Equal(("00000000000000ff", 255UL), (id.ToString(), id.Value));
        Assert.All(["", "ff", "00000000000000FF", "00000000000000f ", "+0000000000000ff", "00000000000000fff"], text => Assert.False(StartId.TryParse(text, out _)));
    }

    internal static RunStart Start(ulong id) => new(new StartId(id));

    internal static Life Of(params RunStart[] starts) => Life.Create(starts, [], []);
}
