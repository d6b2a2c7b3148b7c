using Ctrace.Core.Traces;

namespace Ctrace.Core.Trials;

/// <summary>
/// A capability that was used only because the container did not have one that reaches less. Where a file's mode forbids to read it,
/// or to search a directory, the kernel asks for CAP_DAC_READ_SEARCH first and then for CAP_DAC_OVERRIDE (fs/namei.c, generic_permission).
/// </summary>
internal static class LesserCapability
{
    /// <summary>What was used.</summary>
    public const string Used = "dac_override";

    /// <summary>What reaches less.</summary>
    public const string Lesser = "dac_read_search";

    /// <summary>Whether the lesser may suffice: the kernel asked for it, and was refused, at least as often as the other was used.</summary>
    public static bool MaySuffice(Trace trace)
    {
        ArgumentNullException.ThrowIfNull(trace);
        return trace.Capabilities.Contains(Used) && !trace.Held.Any(held => held.Key.Name.Name == Used) && !trace.Capabilities.Contains(Lesser) && trace.CapabilitiesDenied.Contains(Lesser)
            && trace.CapabilitiesDenied[Lesser] >= trace.Capabilities[Used];
    }

    /// <summary>A trace with the lesser in the place of the other.</summary>
    public static Trace Replace(Trace trace)
    {
        ArgumentNullException.ThrowIfNull(trace);
        return trace with
        {
            Capabilities = Counts<string>.Create([.. trace.Capabilities.Where(entry => entry.Key != Used), new(Lesser, trace.Capabilities[Used])]),
        };
    }
}
