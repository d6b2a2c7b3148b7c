using System.Diagnostics;

namespace Ctrace.Probes;

/// <summary>A moment on the two clocks that probes stamp events with (clock_gettime(2)).</summary>
/// <param name="Monotonic">CLOCK_MONOTONIC, in nanoseconds.</param>
/// <param name="Boot">CLOCK_BOOTTIME, in nanoseconds: the same, but that it goes on while the machine sleeps.</param>
internal readonly record struct KernelTime(long Monotonic, long Boot)
{
    /// <summary>This moment.</summary>
    public static KernelTime Now => new(Nanoseconds(Stopwatch.GetTimestamp(), Stopwatch.Frequency), Environment.TickCount64 * 1_000_000);

    /// <summary>How long after this a time of CLOCK_MONOTONIC is; not less than nothing.</summary>
    public TimeSpan SinceMonotonic(ulong time) => Since(time, Monotonic);

    /// <summary>The same for CLOCK_BOOTTIME.</summary>
    public TimeSpan SinceBoot(ulong time) => Since(time, Boot);

    private static TimeSpan Since(ulong time, long start) =>
        TimeSpan.FromTicks(Math.Max(0, ((long)Math.Min(time, long.MaxValue) - start) / TimeSpan.NanosecondsPerTick));

    private static long Nanoseconds(long ticks, long frequency) => (long)((Int128)ticks * 1_000_000_000 / frequency);
}
