namespace Ctrace.Core.Rehearsals;

/// <summary>A step of a rehearsal, and why it is not done.</summary>
/// <param name="Step">The step.</param>
/// <param name="LeftOut">Why it does not suit the container; null when it is done.</param>
internal sealed record PlannedStep(RehearsalStep Step, string? LeftOut)
{
    /// <summary>What is done to a container.</summary>
    /// <param name="asked">The steps that the user wants.</param>
    /// <param name="traits">What is known of the container.</param>
    public static IReadOnlyList<PlannedStep> Of(IReadOnlySet<StepKind> asked, ContainerTraits traits)
    {
        ArgumentNullException.ThrowIfNull(asked);
        ArgumentNullException.ThrowIfNull(traits);
        return [.. RehearsalStep.All.Where(step => asked.Contains(step.Kind) && !IsFor(!traits.EndsByItself, step.Kind)).Select(step => new PlannedStep(step, Against(step.Kind, traits)))];
    }

    // A step that only the other kind of program has is not even told of.
    private static bool IsFor(bool stays, StepKind kind) => kind == StepKind.Again && stays;

    private static string? Against(StepKind kind, ContainerTraits traits) => kind switch
    {
        StepKind.Start or StepKind.Again or StepKind.NextImage => null,
        StepKind.Disk when !traits.HasVolume => "it has no volume",
        _ when traits.EndsByItself => "it ends by itself",
        StepKind.Reload => KnownSignals.AgainstReload(traits),
        StepKind.Rotate => KnownSignals.AgainstRotation(traits),
        StepKind.Child when traits.Children == 0 => "its first process has no children",
        StepKind.Interrupt when traits.StopSignal == KnownSignals.Interrupt => "it is stopped with SIGINT already",
        StepKind.Interrupt when !traits.Catches(KnownSignals.Interrupt) => "its first process has no handler for SIGINT",
        _ => null,
    };
}
