using System.Collections.Immutable;
using Ctrace.Core.Seccomp.Filters.Symbolic;

namespace Ctrace.Core.Seccomp.Filters;

/// <summary>What filters do with one call: always the same, or depending on its arguments.</summary>
public sealed class FilterVerdict
{
    private FilterVerdict(ImmutableArray<FilterOutcome> outcomes, bool isComplete, bool isExact)
    {
        Outcomes = outcomes;
        IsComplete = isComplete;
        IsExact = isExact;
    }

    /// <summary>All that can happen, the most permissive first; the last has no conditions: it is what happens otherwise.</summary>
    public ImmutableArray<FilterOutcome> Outcomes { get; }

    /// <summary>False when the filter has more ways than were followed, so that something else can happen as well.</summary>
    public bool IsComplete { get; }

    /// <summary>False when a condition was too large to follow, so that the conditions hold for more calls than they say.</summary>
    public bool IsExact { get; }

    /// <summary>What is done whatever the arguments are; null when that depends on them.</summary>
    public FilterReturn? Always => IsComplete && Outcomes is [{ Return: { } answer }] ? answer : null;

    /// <summary>Whether the call may be made whatever its arguments are.</summary>
    public bool AlwaysRuns => IsComplete && Outcomes.All(outcome => outcome.Return is { MayRun: true });

    /// <summary>Whether there may be arguments with which the call may be made.</summary>
    public bool CanRun => !IsComplete || Outcomes.Any(outcome => outcome.MayRun);

    /// <summary><c>allow</c>, or <c>allow if arg0 == 0x1 or arg0 == 0x5; else errno:EPERM</c>.</summary>
    public override string ToString() => string.Join("; ", Outcomes.Select((outcome, at) =>
        outcome.When.IsEmpty ? at == 0 ? outcome.Action : $"else {outcome.Action}" : $"{outcome.Action} if {Clause.Join(outcome.When)}"))
        + (IsComplete ? "" : Outcomes.IsEmpty ? "too many ways to follow" : "; too many ways to follow them all");

    internal static FilterVerdict Of(ImmutableArray<FilterPath> paths, bool isComplete)
    {
        var groups = paths.GroupBy(path => path.Combined(..))
            .Select(group => (Return: group.Key, Clauses: Clause.Unite(group.Select(Clause.Of))))
            .OrderByDescending(group => group.Return?.Precedence ?? int.MaxValue).ThenBy(group => group.Return?.Data)
            .ToList();

        // What takes most words to say is what happens otherwise, a refusal before all others.
        if (isComplete && groups.Count > 0)
        {
            var rest = groups.MaxBy(group => (group.Clauses.Sum(clause => clause.Length), group.Return is { MayRun: false }));
            groups.Remove(rest);
            groups.Add((rest.Return, []));
        }

        return new FilterVerdict(
            [.. groups.Select(group => new FilterOutcome(group.Return, Clause.Texts(group.Clauses)))],
            isComplete, paths.All(path => path.IsExact));
    }
}

/// <summary>One thing that filters do with a call, and when.</summary>
/// <param name="Return">What; null when the answer is computed from the arguments.</param>
/// <param name="When">
/// Conditions on the arguments, as text, of which any may hold: <c>arg0 &amp; 0x7e020000 == 0x0</c>. Empty when it is what
/// happens in all other cases.
/// </param>
public sealed record FilterOutcome(FilterReturn? Return, ImmutableArray<string> When)
{
    /// <summary>What is done, in words.</summary>
    public string Action => Return?.ToString() ?? "an answer computed from the arguments";

    /// <summary>Whether the call may be made.</summary>
    public bool MayRun => Return is not { } answer || answer.MayRun;
}
