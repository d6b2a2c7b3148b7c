using Ctrace.Core.Rehearsals;
using Ctrace.Core.Traces;

namespace Ctrace.Rehearsals;

/// <summary>What the passes without restrictions gave.</summary>
/// <param name="Plan">The steps.</param>
/// <param name="First">What became of them.</param>
/// <param name="Second">The same, the second time.</param>
/// <param name="Trace">All that was recorded.</param>
/// <param name="EndsByItself">Whether the program ends by itself.</param>
internal sealed record RecordedPasses(IReadOnlyList<PlannedStep> Plan, IReadOnlyList<StepOutcome> First, IReadOnlyList<StepOutcome> Second, Trace Trace, bool EndsByItself)
{
    /// <summary>Those of some steps that the service survived.</summary>
    public static IReadOnlyList<PlannedStep> Survived(IReadOnlyList<PlannedStep> plan, IReadOnlyList<StepOutcome> outcomes) =>
        [.. plan.Where(step => outcomes.Any(outcome => outcome.Kind == step.Step.Kind && outcome.IsSurvived))];

    /// <summary>The steps that it survived both times.</summary>
    public IReadOnlyList<PlannedStep> Survived() => Survived(Survived(Plan, First), Second);
}
