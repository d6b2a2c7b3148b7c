using System.Collections.Frozen;

namespace Ctrace.Core.Linux;

/// <summary>Which version of Linux brought a call (tables/since.csv).</summary>
internal static class CallAge
{
    private static readonly Lazy<FrozenDictionary<string, Version>> Table = new(() => EmbeddedTable.Rows("since.csv").ToFrozenDictionary(row => row[0], row => Version.Parse(row[1]), StringComparer.Ordinal));

    /// <summary>The version; null for calls from before 5.1, and for unknown ones.</summary>
    public static Version? Since(string name) => Table.Value.GetValueOrDefault(name);
}
