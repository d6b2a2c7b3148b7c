using System.Collections.Immutable;
using Ctrace.Core.Linux;

namespace Ctrace.Core.Seccomp.Profiles;

/// <summary>
/// Calls that a program makes or does not make for reasons that are not its own (tables/always.csv): another clocksource, a thread
/// that ends, a signal. That a recording lacks one says nothing, so every profile of a recording allows them.
/// </summary>
internal static class AlwaysAllowed
{
    private static readonly Lazy<ImmutableArray<string>> Table = new(() => [.. EmbeddedTable.Rows("always.csv").Select(row => row[0])]);

    /// <summary>Those that some of these interfaces have, sorted.</summary>
    public static IEnumerable<string> Of(IEnumerable<Architecture> architectures) => Table.Value.Where(name => CallNames.Has(architectures, name));
}
