namespace Ctrace.Core.Tracefiles;

/// <summary>
/// The container label that asks for a tracefile. Its value is hostile: an image's author can set it, and what reads it
/// runs as root.
/// </summary>
internal static class TracefileLabel
{
    /// <summary>The label's key.</summary>
    public const string Key = "ctrace.tracefile";

    /// <summary>The file that a label's value names at a moment: expanded as <c>strftime</c> does, then checked.</summary>
    /// <param name="value">The label's value.</param>
    /// <param name="time">The moment, with the local offset from UTC.</param>
    /// <param name="zone">The local time zone's abbreviation at that moment.</param>
    /// <exception cref="CtraceException">Data: the value is refused; the message says why.</exception>
    public static TracefilePath Resolve(string value, DateTimeOffset time, string zone) =>
        TracefilePath.Parse(Strftime.Expand(value, time, zone, TracefilePath.MaxLength)
            ?? throw new CtraceException(FailureKind.Data,
                $"cannot use '{(value.Length <= 100 ? value : $"{value[..100]}...")}' as a tracefile's name: it is longer than {TracefilePath.MaxLength} bytes",
                "use a shorter name"));
}
