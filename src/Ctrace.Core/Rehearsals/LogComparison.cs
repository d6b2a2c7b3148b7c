using System.Collections.Immutable;

namespace Ctrace.Core.Rehearsals;

/// <summary>
/// Compares what a service wrote on its output in all steps together: a line that comes late, in the next step, is neither missing nor new. Lines
/// that come and go by themselves prove nothing.
/// </summary>
internal sealed class LogComparison
{
    private readonly IReadOnlySet<string> _first, _second, _restricted;

    private LogComparison(IReadOnlySet<string> first, IReadOnlySet<string> second, IReadOnlySet<string> restricted) => (_first, _second, _restricted) = (first, second, restricted);

    /// <summary>Nothing to compare with.</summary>
    public static LogComparison None { get; } = new(ImmutableHashSet<string>.Empty, ImmutableHashSet<string>.Empty, ImmutableHashSet<string>.Empty);

    /// <summary>What was written in three passes.</summary>
    public static LogComparison Of(IReadOnlyList<StepOutcome> first, IReadOnlyList<StepOutcome> second, IReadOnlyList<StepOutcome> restricted) => new(All(first), All(second), All(restricted));

    /// <summary>The first line of a step that tells the third pass from the others; null when none does.</summary>
    /// <returns><c>missing: ...</c> or <c>new: ...</c>.</returns>
    public string? Difference(StepOutcome first, StepOutcome restricted)
    {
        ArgumentNullException.ThrowIfNull(first);
        ArgumentNullException.ThrowIfNull(restricted);
        if (first.Log is not { } before || restricted.Log is not { } now)
        {
            return null;
        }

        return _first.SetEquals(_second) && now.FirstOrDefault(line => !_first.Contains(TextComparison.Mask(line))) is { } more ? $"new: {more}"
            : before.FirstOrDefault(line => TextComparison.Mask(line) is var masked && _second.Contains(masked) && !_restricted.Contains(masked)) is { } missing ? $"missing: {missing}"
            : null;
    }

    private static IReadOnlySet<string> All(IReadOnlyList<StepOutcome> outcomes) => TextComparison.Masked(outcomes.SelectMany(outcome => outcome.Log ?? []));
}
