using Ctrace.Core.Tests.Traces;
using Ctrace.Core.Traces;

namespace Ctrace.Core.Tests.Lives;

/// <summary>Recordings of lives, written as short as they can be.</summary>
internal static class LifeExamples
{
    public const int Hup = 1, Int = 2, Quit = 3, Kill = 9, Term = 15;

    /// <summary>A start of half a minute, at a minute of the clock, which ended with exit code 0.</summary>
    public static RunStart Start(int minute, DataState data = DataState.Unknown) =>
        new(new StartId((ulong)minute)) { IsWhole = true, Began = minute * 60_000L, Observed = 30_000, Data = data, End = new RunEnd(false, 0) };

    /// <summary>The same, ended by a stop that its first process handled.</summary>
    public static RunStart Stopped(int minute, DataState data = DataState.Unknown, int signal = Term) =>
        Start(minute, data) with { Signals = new Arrivals(Arrivals.Bit(signal), 0, 0, 0) };

    /// <summary>A recording of these, whose last new name came so many milliseconds after the first one began.</summary>
    public static Trace Of(long last, params RunStart[] starts)
    {
        var trace = TraceExamples.Of("openat").With(Fact.Life, Fact.LifeRecorded);
        return trace with { Life = Life.Create(starts, [new(trace.Syscalls.Keys.Single(), new Moment(starts[0].Began + last, starts[0].Id))], []) };
    }
}
