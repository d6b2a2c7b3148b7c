using Ctrace.Core.Linux;
using Ctrace.Core.Traces;

namespace Ctrace.Core.Profiles;

/// <summary>
/// Capabilities as SELinux has them: permissions of a class, which has 32 at most (Linux 6.18,
/// security/selinux/include/classmap.h: capability and capability2).
/// </summary>
internal static class SelinuxCapabilities
{
    private const int ClassSize = 32;

    /// <summary>The classes that a trace needs, each with its permissions, sorted.</summary>
    public static IEnumerable<(string Class, IReadOnlyList<string> Permissions)> Of(Trace trace)
    {
        ArgumentNullException.ThrowIfNull(trace);
        return trace.NeededCapabilities.Where(name => Capability.Number(name) is not null)
            .GroupBy(name => Capability.Number(name) < ClassSize ? "capability" : "capability2")
            .OrderBy(group => group.Key, StringComparer.Ordinal)
            .Select(group => (group.Key, (IReadOnlyList<string>)[.. group]));
    }
}
