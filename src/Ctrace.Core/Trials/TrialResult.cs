using System.Collections.Immutable;

namespace Ctrace.Core.Trials;

/// <summary>What became of a container under restrictions.</summary>
/// <param name="Status">The container's exit code, as the client gave it.</param>
/// <param name="Check">The exit code of the user's check; null when there is none.</param>
/// <param name="Took">From the container's making to its end.</param>
/// <param name="Denials">Calls that the filter refused, in their order.</param>
/// <param name="Capabilities">Capabilities that were refused, in their order.</param>
/// <param name="Ends">By process, as the container sees it: how it ended, as wait(2) has it; one that was there to the end is missing.</param>
/// <param name="Lost">Events that could not be told: there were more denials than are here.</param>
public sealed record TrialResult(
    int Status,
    int? Check,
    TimeSpan Took,
    ImmutableArray<Denial> Denials,
    ImmutableArray<CapabilityDenial> Capabilities,
    ImmutableDictionary<int, int> Ends,
    ulong Lost)
{
    /// <summary>Whether the container did what it is there for: its check passed, or without one its exit code is 0.</summary>
    public bool Works => (Check ?? Status) == 0;

    /// <summary>Refused calls that no library expects to be.</summary>
    public IEnumerable<Denial> Unexpected => Denials.Where(denial => !denial.IsFallback);

    /// <summary>Whether the restrictions refused nothing that is not expected to be, as far as is known.</summary>
    public bool IsClean => !Unexpected.Any() && !Capabilities.Any(denial => denial.IsRestricted) && Lost == 0;
}
