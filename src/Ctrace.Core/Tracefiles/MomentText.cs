using System.Globalization;

namespace Ctrace.Core.Tracefiles;

/// <summary>A moment in a tracefile: <c>2026-11-30T01:20:03Z</c>, to the second, UTC.</summary>
public static class MomentText
{
    /// <summary>What it is, for a message.</summary>
    public const string Expected = "a time (2026-11-30T01:20:03Z)";

    private const string Format = "yyyy-MM-dd'T'HH:mm:ss'Z'";

    /// <summary>Seconds since 1970 as text.</summary>
    public static string Write(long seconds) => DateTimeOffset.FromUnixTimeSeconds(seconds).UtcDateTime.ToString(Format, CultureInfo.InvariantCulture);

    /// <summary>Reads it; a time before 1970 is none.</summary>
    public static bool TryRead(string text, out long seconds)
    {
        var isRead = DateTimeOffset.TryParseExact(text, Format, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time);
        seconds = isRead ? time.ToUnixTimeSeconds() : 0;
        return isRead && seconds >= 0;
    }
}
