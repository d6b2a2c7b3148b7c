using System.Globalization;

namespace Ctrace.Core.Tracefiles;

/// <summary>A moment, to the second, UTC: <c>2026-11-30T01:20:03Z</c>; in a tracefile in lower case, since no line there may look like a heading.</summary>
internal static class MomentText
{
    /// <summary>What it is, for a message.</summary>
    public const string Expected = "a time (2026-11-30t01:20:03z)";

    private const string Format = "yyyy-MM-dd'T'HH:mm:ss'Z'";

    /// <summary>Seconds since 1970 as a tracefile has them.</summary>
    public static string Write(long seconds) => Show(seconds).ToLowerInvariant();

    /// <summary>Seconds since 1970 for people.</summary>
    public static string Show(long seconds) => DateTimeOffset.FromUnixTimeSeconds(seconds).UtcDateTime.ToString(Format, CultureInfo.InvariantCulture);

    /// <summary>Reads it in either case; a time before 1970 is none.</summary>
    public static bool TryRead(string text, out long seconds)
    {
        ArgumentNullException.ThrowIfNull(text);
        var isRead = DateTimeOffset.TryParseExact(text.ToUpperInvariant(), Format, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time);
        seconds = isRead ? time.ToUnixTimeSeconds() : 0;
        return isRead && seconds >= 0;
    }
}
