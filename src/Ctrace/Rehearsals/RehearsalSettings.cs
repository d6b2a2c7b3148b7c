using Ctrace.Core.Rehearsals;
using Ctrace.Probes;

namespace Ctrace.Rehearsals;

/// <summary>What a user wants to have rehearsed, and how.</summary>
internal sealed record RehearsalSettings
{
    /// <summary>The options of the stand-in.</summary>
    public required StandInOptions Options { get; init; }

    /// <summary>The image, and what its command is given.</summary>
    public required IReadOnlyList<string> ImageAndCommand { get; init; }

    /// <summary>What may be touched that is the user's: <see cref="Allowance"/>.</summary>
    public required IReadOnlySet<string> Allowed { get; init; }

    /// <summary>The steps that are asked for.</summary>
    public required IReadOnlySet<StepKind> Steps { get; init; }

    /// <summary>The check, for <c>sh -c</c>; null: the service works when it runs, and listens or is healthy as it was.</summary>
    public string? Check { get; init; }

    /// <summary>The image that the check runs in; null: the service's.</summary>
    public string? CheckImage { get; init; }

    /// <summary>Whether the check runs in the service's own container, where it is recorded.</summary>
    public bool CheckInside { get; init; }

    /// <summary>The image of the step <see cref="StepKind.NextImage"/>.</summary>
    public string? NextImage { get; init; }

    /// <summary>How long a step may take.</summary>
    public TimeSpan StepLimit { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>How long the service is left alone in the step <see cref="StepKind.Idle"/>.</summary>
    public TimeSpan Idle { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>How often restrictions are tried with what was learned; 1 learns nothing.</summary>
    public int Rounds { get; init; } = 1;

    /// <summary>Whether calls are allowed with recorded arguments alone.</summary>
    public bool Arguments { get; init; }

    /// <summary>Whether what follows from the recording is left out of the restrictions.</summary>
    public bool Exact { get; init; }

    /// <summary>What is recorded.</summary>
    public required ProbeOptions Probe { get; init; }
}
