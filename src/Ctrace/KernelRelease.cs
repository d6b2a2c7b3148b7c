using System.Text.RegularExpressions;

namespace Ctrace;

/// <summary>The running kernel's release, as <c>uname -r</c> prints it (proc(5), /proc/sys/kernel/osrelease).</summary>
internal static partial class KernelRelease
{
    private static readonly Lazy<string> Release = new(() => File.ReadAllText("/proc/sys/kernel/osrelease").Trim());

    public static string Current => Release.Value;

    /// <summary>The running kernel's first two numbers.</summary>
    public static Version CurrentVersion => Version(Current);

    /// <summary>The first two numbers of a release: <c>6.18.44-fc</c> is 6.18.</summary>
    internal static Version Version(string release) =>
        Numbers().Match(release) is { Success: true } match ? new Version(int.Parse(match.Groups[1].Value), int.Parse(match.Groups[2].Value)) : new Version(0, 0);

    [GeneratedRegex("^([0-9]{1,5})\\.([0-9]{1,5})")]
    private static partial Regex Numbers();
}
