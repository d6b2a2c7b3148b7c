using System.Collections.Immutable;
using System.Globalization;
using Ctrace.Core.Trials;

namespace Ctrace.Core.Rehearsals;

/// <summary>One step, done twice without restrictions and once with them.</summary>
/// <param name="Plan">The step, and why it was not done.</param>
/// <param name="First">Without restrictions; null when it was not done.</param>
/// <param name="Second">Without restrictions again; null when it was not done.</param>
/// <param name="Restricted">With them; null when it was not done.</param>
/// <param name="Log">What the service wrote in all steps.</param>
internal sealed record StepComparison(PlannedStep Plan, StepOutcome? First, StepOutcome? Second, StepOutcome? Restricted, LogComparison Log)
{
    /// <summary>Why nothing is compared: it does not suit, or the service does not survive it without restrictions; null when it is.</summary>
    public string? LeftOut => Plan.LeftOut
        ?? (First is { IsSurvived: false } ? $"not survived without restrictions: {First.Problem}"
            : Second is { IsSurvived: false } ? $"not always survived without restrictions: {Second.Problem}"
            : null);

    /// <summary>What is otherwise under the restrictions, a line each; what differs by itself is not.</summary>
    public IReadOnlyList<string> Differences => LeftOut is not null || First is null || Second is null ? []
        : Restricted is null ? ["it was not reached: the service was not there"]
        : [.. Between(First, Second, Restricted, Log)];

    /// <summary>Whether anything that counts was refused in it.</summary>
    public bool IsRefused => Restricted is { } now && (now.Denials.Any(denial => denial.Standing == Standing.Restricted) || now.Capabilities.Any(denial => denial.Standing == Standing.Restricted));

    /// <summary>Whether the restrictions changed nothing.</summary>
    public bool IsSame => Differences.Count == 0 && !IsRefused;

    /// <summary>Puts the outcomes of the passes side by side.</summary>
    public static IReadOnlyList<StepComparison> Of(
        IReadOnlyList<PlannedStep> plan, IReadOnlyList<StepOutcome> first, IReadOnlyList<StepOutcome> second, IReadOnlyList<StepOutcome> restricted)
    {
        ArgumentNullException.ThrowIfNull(plan);
        var logs = LogComparison.Of(first, second, restricted);
        return [.. plan.Select(step => new StepComparison(step, Find(first, step), Find(second, step), Find(restricted, step), logs))];
    }

    /// <summary>What was refused in all steps, as of one run.</summary>
    public static TrialResult Refused(IReadOnlyList<StepComparison> steps)
    {
        ArgumentNullException.ThrowIfNull(steps);
        var done = steps.Select(step => step.Restricted).OfType<StepOutcome>().ToList();
        return new TrialResult(0, null, default, [.. done.SelectMany(step => step.Denials)], [.. done.SelectMany(step => step.Capabilities)],
            done.LastOrDefault()?.Ends ?? ImmutableDictionary<int, int>.Empty, done.Aggregate(0ul, (sum, step) => sum + step.Lost));
    }

    private static StepOutcome? Find(IReadOnlyList<StepOutcome> outcomes, PlannedStep step) => outcomes.FirstOrDefault(outcome => outcome.Kind == step.Step.Kind);

    private static IEnumerable<string> Between(StepOutcome first, StepOutcome second, StepOutcome now, LogComparison logs)
    {
        if (now.Problem is { } problem)
        {
            yield return problem;
        }

        if (first.ExitCode == second.ExitCode && now.ExitCode != first.ExitCode)
        {
            yield return $"the container {Ended(now.ExitCode)}, without restrictions it {Ended(first.ExitCode)}";
        }

        if (now.Lost > 0)
        {
            yield return $"{now.Lost} refusals could not be told: there were more than fit into the buffers";
        }

        foreach (var (name, one, two, three) in new[] { ("the check", first.Check, second.Check, now.Check), ("the check on the full disk", first.Full, second.Full, now.Full) })
        {
            if (Of(one, two, three) is { } difference)
            {
                yield return $"{name} {difference}";
            }
        }

        if (second.Log is not null && logs.Difference(first, now) is { } line)
        {
            yield return $"its log: {line}";
        }
    }

    private static string? Of(CheckOutcome? one, CheckOutcome? two, CheckOutcome? three)
    {
        if (one is null || two is null || three is null)
        {
            return null; // that the service was not there to be checked is told already
        }

        return one.Status == two.Status && three.Status != one.Status ? $"ended with {Text(three.Status)}, without restrictions with {Text(one.Status)}"
            : three.Status == one.Status && TextComparison.Difference(Lines(one), Lines(two), Lines(three)) is { } line ? $"wrote something else: {line}"
            : null;
    }

    private static string[] Lines(CheckOutcome check) => check.Output.TrimEnd('\n').Split('\n');

    private static string Ended(int? code) => code is { } ended ? $"ended with {Text(ended)}" : "did not end";

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}
