using System.Runtime.InteropServices;
using System.Text;

namespace Ctrace.Core.Tests.Tracefiles;

/// <summary>The C library's own <c>strftime</c>, as the witness.</summary>
internal static class LibcTime
{
    /// <summary>What C makes of a format, with the zone taken from the arguments alone.</summary>
    public static string Format(string format, DateTimeOffset time, string zone)
    {
        var name = Marshal.StringToCoTaskMemUTF8(zone);
        try
        {
            var local = new Tm
            {
                Sec = time.Second,
                Min = time.Minute,
                Hour = time.Hour,
                MDay = time.Day,
                Mon = time.Month - 1,
                Year = time.Year - 1900,
                WDay = (int)time.DayOfWeek,
                YDay = time.DayOfYear - 1,
                GmtOff = (nint)time.Offset.TotalSeconds,
                Zone = name,
            };
            return Format(format, local);
        }
        finally
        {
            Marshal.FreeCoTaskMem(name);
        }
    }

    /// <summary>What C makes of a format and of a moment in a zone, and what that zone's offset and name are then.</summary>
    public static (string Text, TimeSpan Offset, string Zone) FormatLocal(string format, DateTimeOffset time, string zone)
    {
        _ = setenv("TZ", zone, 1);
        tzset();
        nint seconds = (nint)time.ToUnixTimeSeconds();
        _ = localtime_r(ref seconds, out var local);
        return (Format(format, local), TimeSpan.FromSeconds(local.GmtOff), Marshal.PtrToStringUTF8(local.Zone)!);
    }

    private static string Format(string format, Tm local)
    {
        // A character before the format tells an empty result from one that does not fit.
        var text = new byte[100_000];
        var length = strftime(text, (nuint)text.Length, "." + format, ref local);
        return length == 0 ? throw new InvalidOperationException("the result does not fit") : Encoding.UTF8.GetString(text, 1, (int)length - 1);
    }

    [DllImport("libc")]
    private static extern nuint strftime([Out] byte[] s, nuint max, [MarshalAs(UnmanagedType.LPUTF8Str)] string format, ref Tm tm);

    [DllImport("libc")]
    private static extern nint localtime_r(ref nint timep, out Tm result);

    [DllImport("libc")]
    private static extern int setenv([MarshalAs(UnmanagedType.LPUTF8Str)] string name, [MarshalAs(UnmanagedType.LPUTF8Str)] string value, int overwrite);

    [DllImport("libc")]
    private static extern void tzset();

    /// <summary><c>struct tm</c> (tm(3type)).</summary>
    [StructLayout(LayoutKind.Sequential)]
    private struct Tm
    {
        public int Sec;
        public int Min;
        public int Hour;
        public int MDay;
        public int Mon;
        public int Year;
        public int WDay;
        public int YDay;
        public int IsDst;
        public nint GmtOff;
        public nint Zone;
    }
}
