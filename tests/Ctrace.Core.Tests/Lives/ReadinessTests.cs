using System.Text.Json;
using Ctrace.Core.Lives;
using Ctrace.Core.Tests.Traces;
using Ctrace.Core.Traces;
using Xunit;
using static Ctrace.Core.Tests.Lives.LifeExamples;

namespace Ctrace.Core.Tests.Lives;

public sealed class ReadinessTests
{
    private static readonly Trace Ready = Of(1_000, Start(1, DataState.New), Stopped(2, DataState.Used));

    [Fact]
    public void EnoughIsEnough() => Assert.Empty(Why(Ready));

    [Fact]
    public void MergingItWithItselfChangesNothing() => Assert.Equal(Why(Of(29_000, Start(1))), Why(Of(29_000, Start(1)).Merge(Of(29_000, Start(1)))));

    [Fact]
    public void EachThresholdHasItsReason() => Assert.Equal(
    [
        "starts: 1 of 2", "starts on volumes with data: 0 of 1", "time: 30 s of 60 s", "stops by a signal: 0 of 1",
        "starts since the last new name (openat): 0 of 1", "time since the last new name (openat): 1 s of 30 s",
    ], Why(Of(29_000, Start(1, DataState.New))));

    [Fact]
    public void NothingIsAskedWhereAllIsZero() => Assert.Empty(Readiness.Of(Of(29_000, Start(1, DataState.New)), new ReadyThresholds(0, 0, 0, 0, 0, 0)).Reasons);

    [Fact]
    public void VolumesOfWhichNothingIsKnownAreNotAskedFor() => Assert.Empty(Why(Of(1_000, Start(1), Stopped(2))));

    [Fact]
    public void AnOlderRecordingIsNeverReady() => Assert.Equal(["how much of its life was seen is not known: the recording does not say"], Why(TraceExamples.Of("read")));

    [Fact]
    public void WhatWasLostMakesItUnready() => Assert.Equal(["3 events were lost while recording"], Why(Ready with { Lost = 3 }));

    [Fact]
    public void WhatNeverRanIsNotReady() => Assert.Equal(["its container's program was never executed"], Why(TraceExamples.Of("read").With(Fact.Program, Fact.NeverExecuted)));

    [Fact]
    public void TheImagesOwnStopSignalCounts()
    {
        var quit = Of(1_000, Start(1), Stopped(2, signal: Quit));
        Assert.Equal(["stops by a signal: 0 of 1"], Why(quit));
        Assert.Empty(Why(quit.With(Fact.StopSignal, "quit")));
        Assert.Empty(Why(Of(1_000, Start(1), Stopped(2, signal: Int))));
    }

    [Fact]
    public void ASignalToAnotherProcessIsNoStop() => Assert.Equal(["stops by a signal: 0 of 1"],
        Why(Of(1_000, Start(1), Start(2) with { Signals = new Arrivals(0, 0, Arrivals.Bit(Term), Arrivals.Bit(Term)) })));

    [Fact]
    public void BeingKilledIsNoStop() => Assert.Equal(["stops by a signal: 0 of 1; it did not stop, and was killed"],
        Why(Of(1_000, Start(1), Stopped(2) with { End = new RunEnd(true, Kill) })));

    [Fact]
    public void JsonHasAll()
    {
        using var json = JsonDocument.Parse(LifeJson.Write(Readiness.Of(Ready, ReadyThresholds.Standard)));
        var root = json.RootElement;
        Assert.True(root.GetProperty("ready").GetBoolean());
        Assert.Equal(0, root.GetProperty("reasons").GetArrayLength());
        Assert.Equal(60, root.GetProperty("thresholds").GetProperty("seconds").GetInt32());
        var life = root.GetProperty("life");
        Assert.Equal((2, 0, 1), (life.GetProperty("starts").GetInt32(), life.GetProperty("late_starts").GetInt32(), life.GetProperty("starts_on_data").GetInt32()));
        Assert.Equal(["new", "used"], life.GetProperty("data").EnumerateArray().Select(state => state.GetString()));
        Assert.Equal("""[{"exit_code":0,"count":2}]""", JsonSerializer.Serialize(life.GetProperty("ends")));
        Assert.Equal(["term"], life.GetProperty("stopped_by").EnumerateArray().Select(name => name.GetString()));
        var last = life.GetProperty("last_new");
        Assert.Equal(("openat", 59_000, 1), (last.GetProperty("name").GetString(), last.GetProperty("observed_since_ms").GetInt32(), last.GetProperty("starts_since").GetInt32()));
    }

    [Fact]
    public void TextSaysWhatWasSeen() => Assert.Equal(
        """
        not ready
          stops by a signal: 0 of 1
        seen: 2 starts, 60 s; ended with exit code 0 (2 times); never stopped by SIGTERM; the last new name, openat, came 59 s and one start before the end
        to do: 'ctrace rehearse --output TRACEFILE -- DOCKER-RUN-ARGUMENTS' does and records that; give its tracefile beside this one

        """, ReadinessText.Write(Readiness.Of(Of(1_000, Start(1), Start(2)), ReadyThresholds.Standard)));

    private static IReadOnlyList<string> Why(Trace trace) => Readiness.Of(trace, ReadyThresholds.Standard).Reasons;
}
