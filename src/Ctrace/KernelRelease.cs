namespace Ctrace;

/// <summary>The running kernel's release, as <c>uname -r</c> prints it (proc(5), /proc/sys/kernel/osrelease).</summary>
internal static class KernelRelease
{
    private static readonly Lazy<string> Release = new(() => File.ReadAllText("/proc/sys/kernel/osrelease").Trim());

    public static string Current => Release.Value;
}
