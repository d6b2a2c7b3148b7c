using System.Collections.Immutable;
using Ctrace.Core.Trials;

namespace Ctrace.Core.Rehearsals;

/// <summary>What became of a container in one step.</summary>
/// <param name="Kind">The step.</param>
/// <param name="Took">How long it took.</param>
internal sealed record StepOutcome(StepKind Kind, TimeSpan Took)
{
    /// <summary>What is wrong after it, in a line; null when the service works.</summary>
    public string? Problem { get; init; }

    /// <summary>With which exit code the container ended in it; null when it did not.</summary>
    public int? ExitCode { get; init; }

    /// <summary>The check after it; null where there is none.</summary>
    public CheckOutcome? Check { get; init; }

    /// <summary>The check while the disk was full; null in other steps.</summary>
    public CheckOutcome? Full { get; init; }

    /// <summary>What the container wrote meanwhile, by line; null when that was too much. Untrusted.</summary>
    public ImmutableArray<string>? Log { get; init; }

    /// <summary>Calls that were refused meanwhile.</summary>
    public ImmutableArray<Denial> Denials { get; init; } = [];

    /// <summary>Capabilities that were refused meanwhile.</summary>
    public ImmutableArray<CapabilityDenial> Capabilities { get; init; } = [];

    /// <summary>How the processes ended that met refusals so far: <see cref="TrialResult.Ends"/>.</summary>
    public ImmutableDictionary<int, int> Ends { get; init; } = ImmutableDictionary<int, int>.Empty;

    /// <summary>How many refusals could not be told.</summary>
    public ulong Lost { get; init; }

    /// <summary>Whether the service works after it.</summary>
    public bool IsSurvived => Problem is null;
}

/// <summary>How the user's check ended, the last time that it was tried in a step.</summary>
/// <param name="Status">Its exit code.</param>
/// <param name="Output">What it wrote on standard output. Untrusted.</param>
internal sealed record CheckOutcome(int Status, string Output);
