using System.CommandLine;
using Ctrace.Commands.Options;
using Ctrace.Core.Profiles;
using Ctrace.Core.Traces;

namespace Ctrace.Commands.Profiles;

/// <summary>What a platform does not open that Docker does: told, and made up for as far as a capability does.</summary>
internal static class OpenedDefaults
{
    /// <summary>A trace for a platform.</summary>
    /// <param name="result">The command line.</param>
    /// <param name="trace">What was recorded.</param>
    /// <param name="platform">Where the restriction is for.</param>
    /// <param name="given">Capabilities that the file which is patched gives, as platforms without the prefix write them.</param>
    public static Trace For(ParseResult result, Trace trace, Platform platform, IEnumerable<string>? given = null)
    {
        if (!EngineDefaults.AreKnown(trace) && given?.Contains(EngineDefaults.BindService, StringComparer.OrdinalIgnoreCase) == true
            && !trace.NeededCapabilities.Contains(EngineDefaults.BindService))
        {
            result.Warn("NET_BIND_SERVICE stays: a recording of this age cannot tell whether it is needed");
            trace = EngineDefaults.WithBindService(trace);
        }

        result.Warn(EngineDefaults.Warnings(trace, platform));

        return EngineDefaults.NeedsBindService(trace) ? EngineDefaults.WithBindService(trace) : trace;
    }
}
