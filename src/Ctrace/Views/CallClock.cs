using System.Globalization;
using Ctrace.Interop;
using Ctrace.Probes;

namespace Ctrace.Views;

/// <summary>The time in front of a line, as strace prints it for -t, -tt, -ttt and -r (strace(1)).</summary>
/// <param name="style">Which time.</param>
/// <param name="relative">Whether also how long after the line before it.</param>
/// <param name="local">What CLOCK_MONOTONIC, in nanoseconds, is in local time.</param>
internal sealed class CallClock(ClockStyle style, bool relative, Func<ulong, DateTimeOffset> local)
{
    private const long TicksPerMicrosecond = TimeSpan.TicksPerMillisecond / 1000;

    private ulong? _last;

    /// <summary>A clock of this machine, in the zone that it has when this is called.</summary>
    public static CallClock Of(ClockStyle style, bool relative)
    {
        Libc.tzset();
        return new CallClock(style, relative, LocalTime());
    }

    /// <summary>What stands in front of the line of something that began then.</summary>
    public string Next(ulong time)
    {
        var text = Absolute(time);
        if (relative)
        {
            // Calls are shown when they return: one that began before the one that is shown above it is 0 after it.
            var after = _last is { } last && time > last ? (long)((time - last) / TimeSpan.NanosecondsPerTick) : 0;
            var seconds = string.Create(CultureInfo.InvariantCulture, $"{after / TimeSpan.TicksPerSecond,6}.{after % TimeSpan.TicksPerSecond / TicksPerMicrosecond:d6}");
            text += style == ClockStyle.None ? $"{seconds} " : $"(+{seconds}) ";
            _last = time;
        }

        return text;
    }

    private string Absolute(ulong time) => style switch
    {
        ClockStyle.None => "",
        ClockStyle.Seconds => local(time).ToString("HH:mm:ss ", CultureInfo.InvariantCulture),
        ClockStyle.Microseconds => local(time).ToString("HH:mm:ss.ffffff ", CultureInfo.InvariantCulture),
        _ => Unix(local(time).UtcTicks - DateTimeOffset.UnixEpoch.UtcTicks),
    };

    private static string Unix(long ticks) =>
        string.Create(CultureInfo.InvariantCulture, $"{ticks / TimeSpan.TicksPerSecond}.{ticks % TimeSpan.TicksPerSecond / TicksPerMicrosecond:d6} ");

    private static Func<ulong, DateTimeOffset> LocalTime()
    {
        const int tries = 16;
        // The two clocks are read one after the other: the pair that was least apart is right. A clock that is set later is not followed.
        var (start, _) = Enumerable.Range(0, tries).Select(_ => Pair()).MinBy(pair => pair.Apart);
        return time =>
        {
            var moment = start.AddTicks((long)(time / TimeSpan.NanosecondsPerTick));
            // DateTimeOffset knows whole minutes only; no zone has had anything else since 1972.
            return Libc.localtime_r(moment.ToUnixTimeSeconds(), out var here) == 0 ? moment : moment.ToOffset(TimeSpan.FromMinutes(Math.Round(here.Offset / 60.0)));
        };
    }

    /// <summary>When CLOCK_MONOTONIC was 0, and how far apart the two readings were that this is of.</summary>
    private static (DateTimeOffset Zero, long Apart) Pair()
    {
        var before = KernelTime.Now.Monotonic;
        var now = DateTimeOffset.UtcNow;
        return (now.AddTicks(-before / TimeSpan.NanosecondsPerTick), KernelTime.Now.Monotonic - before);
    }
}

/// <summary>Which time stands in front of a line.</summary>
internal enum ClockStyle
{
    /// <summary>No absolute time.</summary>
    None,

    /// <summary>-t: the time of day.</summary>
    Seconds,

    /// <summary>-tt: the time of day with microseconds.</summary>
    Microseconds,

    /// <summary>-ttt: seconds since 1970, with microseconds.</summary>
    Unix,
}
