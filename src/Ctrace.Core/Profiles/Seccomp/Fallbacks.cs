using System.Collections.Immutable;

namespace Ctrace.Core.Profiles.Seccomp;

/// <summary>
/// Calls that libraries replace by an older one when the kernel does not know them, and only then (tables/fallbacks.csv).
/// A filter that answers EPERM breaks what would have worked; one that answers ENOSYS does not.
/// </summary>
public static class Fallbacks
{
    private static readonly Lazy<ImmutableArray<string>> Table = new(() => [.. EmbeddedTable.Rows("fallbacks.csv").Select(row => row[0])]);

    /// <summary>The calls' names, sorted.</summary>
    public static ImmutableArray<string> Names => Table.Value;
}
