using System.Collections.Immutable;
using System.Globalization;
using Ctrace.Core.Traces;

namespace Ctrace.Core.Trials;

/// <summary>What became of a container under restrictions.</summary>
/// <param name="Status">The container's exit code, as the client gave it.</param>
/// <param name="Check">The exit code of the user's check; null when there is none.</param>
/// <param name="Took">From the container's making to its end.</param>
/// <param name="Denials">Calls that the filter refused, in their order.</param>
/// <param name="Capabilities">Capabilities that were refused, in their order.</param>
/// <param name="Ends">By process, as the container sees it: how it ended, as wait(2) has it; one that was there to the end is missing.</param>
/// <param name="Lost">Events that could not be told: there were more denials than are here.</param>
internal sealed record TrialResult(
    int Status,
    int? Check,
    TimeSpan Took,
    ImmutableArray<Denial> Denials,
    ImmutableArray<CapabilityDenial> Capabilities,
    ImmutableDictionary<int, int> Ends,
    ulong Lost)
{
    /// <summary>Whether a program of the container's own was executed.</summary>
    public bool Executed { get; init; } = true;

    /// <summary>Whether ctrace ended it: its exit code then says nothing.</summary>
    public bool Stopped { get; init; }

    /// <summary>With which exit codes the recorded containers ended; empty when that is not known.</summary>
    public IReadOnlyList<string> Before { get; init; } = [];

    /// <summary>Whether the container did what it is there for: its check passed, or without one it ended with 0 or as in the recording.</summary>
    public bool Works => Executed && (Check ?? Status) is var status && (status == 0 || (Check is null && Before.Contains(Text(status))));

    /// <summary>What is wrong with it beside refusals; null when nothing is.</summary>
    public string? Problem => !Executed ? $"the container's own program was not executed; docker ended with {Text(Status)}"
        : Check is { } check and not 0 ? $"the check ended with {Text(check)}"
        : Status != 0 && !Stopped && Before.Count > 0 && !Before.Contains(Text(Status))
            ? $"the container ended with {Text(Status)}, in the recording with {string.Join(" or ", Before)}"
        : null;

    /// <summary>Calls whose refusal counts.</summary>
    public IEnumerable<Denial> Unexpected => Denials.Where(denial => denial.Standing == Standing.Restricted);

    /// <summary>Capabilities whose refusal counts.</summary>
    public IEnumerable<CapabilityDenial> Restricted => Capabilities.Where(denial => denial.Standing == Standing.Restricted);

    /// <summary>Whether the restrictions refused nothing that counts, as far as is known, and the container did as before.</summary>
    public bool IsClean => !Unexpected.Any() && !Restricted.Any() && Lost == 0 && Problem is null;

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}

/// <summary>A capability that a container's program asked for and did not have.</summary>
/// <param name="Program">The name that it was executed by.</param>
/// <param name="Process">The process, as the container sees it.</param>
/// <param name="Capability">The name, without <c>cap_</c>.</param>
/// <param name="Syscall">The call that needed it first; null outside of one.</param>
/// <param name="After">When first, since the container was made.</param>
/// <param name="Count">How often.</param>
/// <param name="Standing">What it is to be held for.</param>
internal sealed record CapabilityDenial(string Program, int Process, string Capability, SyscallName? Syscall, TimeSpan After, int Count, Standing Standing);
