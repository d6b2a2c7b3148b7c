namespace Ctrace.Core.Tracefiles;

/// <summary>
/// The container label that names a profile which the daemon is to hold the container against. Its value is as hostile as
/// <see cref="TracefileLabel"/>'s.
/// </summary>
internal static class ProfileLabel
{
    /// <summary>The label's key.</summary>
    public const string Key = "ctrace.profile";

    /// <summary>The file that a label's value names, below the daemon's directory of profiles. Nothing in it is expanded.</summary>
    /// <exception cref="CtraceException">Data: the value is refused; the message says why.</exception>
    public static TracefilePath Resolve(string value) => TracefilePath.Parse(value, "a profile's name", "web.json or shop/web.json");
}
