using System.Collections.Immutable;
using Ctrace.Core.Linux;

namespace Ctrace.Core.Seccomp.Profiles;

/// <summary>Calls that do what another call does (tables/equivalents.csv): a filter that refuses one of them and leaves another refuses nothing.</summary>
/// <param name="Call">The call.</param>
/// <param name="IsMany">Whether it does what several unlike calls do, as io_uring and socketcall.</param>
/// <param name="Does">The calls that it does the work of.</param>
/// <param name="Why">What it does.</param>
/// <param name="Source">Where that is said.</param>
internal sealed record Equivalent(string Call, bool IsMany, ImmutableArray<string> Does, string Why, string Source)
{
    private static readonly Lazy<ImmutableArray<Equivalent>> Table = new(() =>
        [.. EmbeddedTable.Rows("equivalents.csv").Select(row => new Equivalent(row[0], row[1] == "many", [.. row[2].Split('|')], row[3], row[4]))]);

    /// <summary>All of them, sorted by the call.</summary>
    public static ImmutableArray<Equivalent> All => Table.Value;

    /// <summary>The ways that are left to do what is refused: each with what it goes round, sorted.</summary>
    /// <param name="isLeft">Whether a call can be made whatever its arguments are.</param>
    /// <param name="isRefused">Whether a call is refused on purpose, with some arguments at least.</param>
    internal static ImmutableArray<(Equivalent Way, ImmutableArray<string> Round)> Left(Func<string, bool> isLeft, Func<string, bool> isRefused) =>
    [
        .. from way in All
           where isLeft(way.Call)
           let round = way.Does.Where(isRefused).ToImmutableArray()
           where !round.IsEmpty
           select (way, round),
    ];
}
