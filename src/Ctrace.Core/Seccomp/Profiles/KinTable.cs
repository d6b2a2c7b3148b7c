using System.Collections.Immutable;
using Ctrace.Core.Linux;

namespace Ctrace.Core.Seccomp.Profiles;

/// <summary>tables/kin.csv.</summary>
public static class KinTable
{
    private static readonly Lazy<ImmutableArray<KinRow>> Table = new(() => [.. EmbeddedTable.Rows("kin.csv").Select(KinRow.Of)]);

    /// <summary>Goes up by one when a row changes what is allowed, so that a profile tells by which table it was made.</summary>
    public const int Version = 1;

    /// <summary>The rows, by name.</summary>
    public static ImmutableArray<KinRow> Rows => Table.Value;
}
