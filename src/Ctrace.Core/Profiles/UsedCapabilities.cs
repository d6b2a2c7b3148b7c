using Ctrace.Core.Linux;
using Ctrace.Core.Traces;

namespace Ctrace.Core.Profiles;

/// <summary>The capabilities that a restriction leaves: those that were used or had to be held, and that platforms have a name for.</summary>
internal static class UsedCapabilities
{
    /// <summary>As platforms that drop the prefix write them (<c>NET_RAW</c>), sorted.</summary>
    public static IEnumerable<string> Of(Trace trace)
    {
        ArgumentNullException.ThrowIfNull(trace);
        return trace.NeededCapabilities.Where(name => Capability.Number(name) is not null).Select(name => name.ToUpperInvariant());
    }

    /// <summary>As capabilities(7) writes them (<c>CAP_NET_RAW</c>), sorted.</summary>
    public static IEnumerable<string> WithPrefix(Trace trace) => Of(trace).Select(name => $"CAP_{name}");
}
