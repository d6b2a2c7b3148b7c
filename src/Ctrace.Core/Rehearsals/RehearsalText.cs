using System.Globalization;
using Ctrace.Core.Linux;
using Ctrace.Core.Trials;

namespace Ctrace.Core.Rehearsals;

/// <summary>What a rehearsal showed, for people: a line for each step, what differs below it, and what was refused.</summary>
internal static class RehearsalText
{
    /// <summary>The lines.</summary>
    /// <param name="steps">The steps.</param>
    /// <param name="native">The machine's architecture: calls of others say theirs.</param>
    public static IEnumerable<string> Lines(IReadOnlyList<StepComparison> steps, Architecture native)
    {
        ArgumentNullException.ThrowIfNull(steps);
        foreach (var step in steps)
        {
            yield return $"{step.Plan.Step.Name,-10}  {step.Plan.Step.What,-31}  {Verdict(step)}";
            foreach (var difference in step.Differences)
            {
                yield return $"    {Printable.Escape(difference)}";
            }
        }

        foreach (var line in TrialText.Refusals([StepComparison.Refused(steps)], native))
        {
            yield return line;
        }

        yield return Summary(steps);
    }

    private static string Verdict(StepComparison step) => step.LeftOut is { } reason ? $"left out: {Printable.Escape(reason)}"
        : step.IsSame ? $"the same{Ended(step)}, {Seconds(step.First!.Took)} and {Seconds(step.Restricted!.Took)}"
        : step.Differences.Count > 0 ? "differs" : "the same, with refusals";

    private static string Ended(StepComparison step) => step.First!.ExitCode is { } code ? string.Create(CultureInfo.InvariantCulture, $", ended with {code}") : "";

    private static string Seconds(TimeSpan time) => string.Create(CultureInfo.InvariantCulture, $"{time.TotalSeconds:0.0} s");

    private static string Summary(IReadOnlyList<StepComparison> steps)
    {
        var done = steps.Where(step => step.LeftOut is null).ToList();
        var (same, differ) = (done.Count(step => step.IsSame), done.Count(step => step.Differences.Count > 0));
        var refused = done.Count - same - differ;
        return $"{done.Count} {(done.Count == 1 ? "step" : "steps")}: {same} the same"
            + (differ > 0 ? $", {differ} different" : "")
            + (refused > 0 ? $", {refused} with refusals alone" : "")
            + (steps.Count > done.Count ? $"; {steps.Count - done.Count} left out" : "");
    }
}
