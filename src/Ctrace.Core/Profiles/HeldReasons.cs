using Ctrace.Core.Traces;

namespace Ctrace.Core.Profiles;

/// <summary>Why a restriction keeps capabilities that nobody was seen to use, one line a reason.</summary>
internal static class HeldReasons
{
    /// <summary>The reasons, sorted by capability.</summary>
    public static IEnumerable<string> Of(Trace trace)
    {
        ArgumentNullException.ThrowIfNull(trace);
        return trace.Held.Where(entry => !trace.Capabilities.Contains(entry.Key.Name.Name)).GroupBy(entry => entry.Key.Name, entry => entry.Key.Caller)
            .Select(held => $"CAP_{held.Key.Name.ToUpperInvariant()} is kept though it was not used: {Why(held.Key.For, string.Join(", ", held))}");
    }

    private static string Why(Holding holding, string callers) => holding switch
    {
        Holding.File => $"it is a capability of the file {callers}, which cannot be executed without it",
        Holding.Capset => $"capset, by which it is kept or raised, fails without it ({callers})",
        _ => $"prctl, by which it is made ambient, fails without it ({callers})",
    };
}
