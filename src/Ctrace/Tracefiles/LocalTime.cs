using System.Runtime.InteropServices;
using Ctrace.Interop;

namespace Ctrace.Tracefiles;

/// <summary>A moment as the machine's local time, with its zone's abbreviation.</summary>
internal readonly record struct LocalTime(DateTimeOffset Time, string Zone)
{
    /// <summary>The local time at this moment.</summary>
    public static LocalTime Now => Of(DateTimeOffset.UtcNow);

    /// <summary>Any moment.</summary>
    public static LocalTime Of(DateTimeOffset time)
    {
        // A daemon outlives changes of /etc/localtime, and localtime_r reads it once only.
        Libc.tzset();
        if (Libc.localtime_r(time.ToUnixTimeSeconds(), out var local) == 0)
        {
            return new LocalTime(time.ToUniversalTime(), "UTC");
        }

        // DateTimeOffset knows whole minutes only; no zone has had anything else since 1972.
        var offset = TimeSpan.FromMinutes(Math.Round(local.Offset / 60.0));
        return new LocalTime(time.ToOffset(offset), Marshal.PtrToStringUTF8(local.Zone) ?? "");
    }
}
