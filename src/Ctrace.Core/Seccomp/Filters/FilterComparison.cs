using System.Collections.Immutable;
using Ctrace.Core.Linux;
using Ctrace.Core.Seccomp.Filters.Symbolic;

namespace Ctrace.Core.Seccomp.Filters;

/// <summary>Finds what one process's filters let through and another's do not.</summary>
/// <param name="first">The filters that may allow more, the newest first.</param>
/// <param name="second">Those that they are held against.</param>
public sealed class FilterComparison(IReadOnlyList<SeccompFilter> first, IReadOnlyList<SeccompFilter> second)
{
    // A call goes through all of them, so that each way has an answer of both.
    private readonly PathExplorer _explorer = new([.. first, .. second]);

    /// <summary>
    /// What of a call only the first let through, a difference for each pair of answers. Empty when there is nothing,
    /// which is proved; else what is there has an example, or may be more than there is.
    /// </summary>
    /// <param name="architecture">Whose numbering.</param>
    /// <param name="number">The call's number; for x32 with or without bit 30.</param>
    public ImmutableArray<FilterDifference> Find(Architecture architecture, int number)
    {
        ArgumentNullException.ThrowIfNull(architecture);
        var (paths, isComplete) = _explorer.Explore(FilterEvaluator.SeccompNumber(architecture, number), architecture.Audit);
        var differing = paths.Where(path => Runs(path, ..first.Count) != false && Runs(path, first.Count..) != true).ToList();
        var found = differing.GroupBy(path => (First: path.Combined(..first.Count), Second: path.Combined(first.Count..)))
            .Select(group => new FilterDifference(group.Key.First, group.Key.Second,
                group.Count() == paths.Length && isComplete ? "" : Clause.Join(Clause.Texts(Clause.Unite(group.Select(Clause.Of)))),
                group.Select(Example).FirstOrDefault(example => example is not null)))
            .OrderBy(difference => difference.First?.Value).ThenBy(difference => difference.Second?.Value);
        return isComplete ? [.. found] : [.. found, new FilterDifference(null, null, "the ways that were not followed: there are too many", null)];
    }

    private static bool? Runs(FilterPath path, Range filters) => path.Combined(filters)?.MayRun;

    private SeccompData? Example(FilterPath path) => path.Example() is { } call && Simulator.Run(first, call).MayRun && !Simulator.Run(second, call).MayRun ? call : null;
}

/// <summary>A call that one set of filters lets through, with some arguments at least, and another does not.</summary>
/// <param name="First">What the first does; null when that is computed from the arguments or was not followed.</param>
/// <param name="Second">What the other does.</param>
/// <param name="When">Conditions on the arguments, as text; empty when it is so for all.</param>
/// <param name="Example">A call that shows it, run through both; null when none was found: then it may be no difference.</param>
public sealed record FilterDifference(FilterReturn? First, FilterReturn? Second, string When, SeccompData? Example);
