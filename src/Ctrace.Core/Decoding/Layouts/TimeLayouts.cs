using System.Globalization;

namespace Ctrace.Core.Decoding.Layouts;

/// <summary>Times (include/uapi/linux/time_types.h; time64 has 64-bit fields in 32-bit calls too).</summary>
internal static class TimeLayouts
{
    public static void Timespec(CallText text, ref Fields fields) => Pair(text, "tv_nsec", fields.SignedWord(), fields.SignedWord());

    public static void Timespec64(CallText text, ref Fields fields) => Pair(text, "tv_nsec", fields.Int64(), fields.Int64());

    public static void Timeval(CallText text, ref Fields fields) => Pair(text, "tv_usec", fields.SignedWord(), fields.SignedWord());

    public static void Itimerval(CallText text, ref Fields fields) => Interval(text, ref fields, Timeval);

    public static void Itimerspec(CallText text, ref Fields fields) => Interval(text, ref fields, Timespec);

    public static void Itimerspec64(CallText text, ref Fields fields) => Interval(text, ref fields, Timespec64);

    public static void Timezone(CallText text, ref Fields fields) =>
        text.Append("{tz_minuteswest=").Append(fields.Int32()).Append(", tz_dsttime=").Append(fields.Int32()).Append('}');

    public static void TimespecPair(CallText text, ref Fields fields)
    {
        Stamp(text.Append('['), fields.SignedWord(), fields.SignedWord());
        Stamp(text.Append(", "), fields.SignedWord(), fields.SignedWord());
        text.Append(']');
    }

    public static void Timespec64Pair(CallText text, ref Fields fields)
    {
        Stamp(text.Append('['), fields.Int64(), fields.Int64());
        Stamp(text.Append(", "), fields.Int64(), fields.Int64());
        text.Append(']');
    }

    public static void TimevalPair(CallText text, ref Fields fields)
    {
        for (var at = 0; at < 2; at++)
        {
            var (seconds, microseconds) = (fields.SignedWord(), fields.SignedWord());
            Pair(text.Append(at == 0 ? "[" : ", "), "tv_usec", seconds, microseconds);
            Date(text, seconds, microseconds, 6);
        }

        text.Append(']');
    }

    public static void TimePair(CallText text, ref Fields fields)
    {
        var (access, modification) = (fields.SignedWord(), fields.SignedWord());
        Date(text.Append("{actime=").Append(access), access, 0, 0);
        Date(text.Append(", modtime=").Append(modification), modification, 0, 0);
        text.Append('}');
    }

    public static void Time(CallText text, ref Fields fields)
    {
        var seconds = fields.SignedWord();
        Date(text.Append('[').Append(seconds), seconds, 0, 0);
        text.Append(']');
    }

    public static void Tms(CallText text, ref Fields fields) => text
        .Append("{tms_utime=").Append(fields.SignedWord()).Append(", tms_stime=").Append(fields.SignedWord())
        .Append(", tms_cutime=").Append(fields.SignedWord()).Append(", tms_cstime=").Append(fields.SignedWord()).Append('}');

    private static void Pair(CallText text, string fraction, long seconds, long part) =>
        text.Append("{tv_sec=").Append(seconds).Append(", ").Append(fraction).Append('=').Append(part).Append('}');

    private static void Interval(CallText text, ref Fields fields, LayoutWriter write)
    {
        write(text.Append("{it_interval="), ref fields);
        write(text.Append(", it_value="), ref fields);
        text.Append('}');
    }

    private static void Stamp(CallText text, long seconds, long nanoseconds)
    {
        if (Constants.Group("utime_special").Name((ulong)nanoseconds) is { } special)
        {
            text.Append(special);
            return;
        }

        Pair(text, "tv_nsec", seconds, nanoseconds);
        Date(text, seconds, nanoseconds, 9);
    }

    // Where there is such a date. In UTC: the traced program's time zone is its own affair.
    private static void Date(CallText text, long seconds, long part, int digits)
    {
        if (seconds is < 0 or > 253402300799 || part < 0 || (part == 0 && seconds == 0))
        {
            return;
        }

        var date = DateTimeOffset.FromUnixTimeSeconds(seconds).ToString("yyyy-MM-ddTHH:mm:ss", CultureInfo.InvariantCulture);
        var fraction = part == 0 ? "" : "." + part.ToString(CultureInfo.InvariantCulture).PadLeft(digits, '0');
        text.Append(" /* ").Append(date).Append(fraction).Append("+0000 */");
    }
}
