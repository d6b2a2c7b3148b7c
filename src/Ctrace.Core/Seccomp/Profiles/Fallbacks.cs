using System.Collections.Frozen;
using System.Collections.Immutable;
using Ctrace.Core.Linux;

namespace Ctrace.Core.Seccomp.Profiles;

/// <summary>
/// Calls that libraries replace by an older one when the kernel does not know them, and only then (tables/fallbacks.csv).
/// A filter that answers EPERM breaks what would have worked; one that answers ENOSYS does not.
/// </summary>
internal static class Fallbacks
{
    private static readonly Lazy<FrozenDictionary<string, ImmutableArray<string>>> Table = new(() =>
        EmbeddedTable.Rows("fallbacks.csv").ToFrozenDictionary(row => row[0], row => row[1].Split(' ').ToImmutableArray(), StringComparer.Ordinal));

    /// <summary>The calls' names, sorted.</summary>
    public static ImmutableArray<string> Names { get; } = [.. Table.Value.Keys.Order(StringComparer.Ordinal)];

    /// <summary>What is called instead, among other words; empty for a call that is none of these.</summary>
    public static ImmutableArray<string> Instead(string name) => Table.Value.GetValueOrDefault(name, []);
}
