using System.Collections.Immutable;
using Ctrace.Core.Traces;

namespace Ctrace.Core.Checks;

/// <summary>What a run asked for, against what is forbidden: four tables, each sorted by container, executable and name.</summary>
/// <param name="Capabilities">Capabilities used: of all, or of the forbidden ones where there is a list.</param>
/// <param name="Needs">Which call was asked for which capability.</param>
/// <param name="Forbidden">Forbidden calls.</param>
/// <param name="Failures">Calls that failed.</param>
/// <param name="CapabilitiesForbidden">Whether <paramref name="Capabilities"/> holds forbidden ones.</param>
/// <param name="Lost">What found no room to be counted.</param>
internal sealed record CheckResult(
    ImmutableArray<CapabilityUse> Capabilities, ImmutableArray<CapabilityNeed> Needs, ImmutableArray<ForbiddenCall> Forbidden,
    ImmutableArray<FailedCall> Failures, bool CapabilitiesForbidden, ulong Lost)
{
    /// <summary>Forbidden capabilities that were used. One that was asked for and denied was not: the run went on without it.</summary>
    public IEnumerable<CapabilityUse> ForbiddenCapabilities => CapabilitiesForbidden ? Capabilities.Where(use => use.Granted > 0) : [];

    /// <summary>Whether there is anything of a container that the command had an engine start.</summary>
    public bool HasContainers => Needs.Any(need => need.Exe.Container is not null) || Forbidden.Any(call => call.Exe.Container is not null)
        || Failures.Any(call => call.Exe.Container is not null);

    /// <summary>Whether nothing forbidden was seen.</summary>
    public bool Passed => Forbidden.IsEmpty && !ForbiddenCapabilities.Any();

    /// <summary>Sorts and sums up what was counted.</summary>
    /// <param name="needs">Each executable, call and capability.</param>
    /// <param name="calls">Forbidden calls.</param>
    /// <param name="failures">Failed calls.</param>
    /// <param name="forbiddenCapabilities">The capabilities that are forbidden; null where there is no such list.</param>
    /// <param name="lost">What found no room to be counted.</param>
    public static CheckResult From(
        IEnumerable<CapabilityNeed> needs, IEnumerable<ForbiddenCall> calls, IEnumerable<FailedCall> failures,
        IReadOnlySet<string>? forbiddenCapabilities, ulong lost)
    {
        var all = needs
            .GroupBy(need => (need.Exe, need.Syscall, need.Capability))
            .Select(same => new CapabilityNeed(same.Key.Exe, same.Key.Syscall, same.Key.Capability, Sum(same, need => need.Granted), Sum(same, need => need.Denied)))
            .OrderBy(need => need.Exe).ThenBy(need => need.Syscall).ThenBy(need => need.Capability, StringComparer.Ordinal)
            .ToImmutableArray();
        var uses = all
            .Where(need => forbiddenCapabilities?.Contains(need.Capability) ?? true)
            .GroupBy(need => (need.Exe, need.Capability))
            .Select(same => new CapabilityUse(same.Key.Exe, same.Key.Capability, Sum(same, need => need.Granted), Sum(same, need => need.Denied)))
            .OrderBy(use => use.Exe).ThenBy(use => use.Capability, StringComparer.Ordinal);
        return new CheckResult(
            [.. uses],
            all,
            [.. calls.OrderBy(call => call.Exe).ThenBy(call => call.Syscall)],
            [.. failures.OrderBy(call => call.Exe).ThenBy(call => call.Syscall).ThenBy(call => call.Error)],
            forbiddenCapabilities is not null,
            lost);
    }

    private static ulong Sum(IEnumerable<CapabilityNeed> needs, Func<CapabilityNeed, ulong> count) => needs.Aggregate(0UL, (sum, need) => sum + count(need));
}

/// <summary>How often an executable made a forbidden call, or tried to.</summary>
/// <param name="Exe">Which.</param>
/// <param name="Syscall">The call.</param>
/// <param name="Count">How often.</param>
internal sealed record ForbiddenCall(Executable Exe, SyscallName Syscall, ulong Count);

/// <summary>How often a call of an executable failed with an error.</summary>
/// <param name="Exe">Which.</param>
/// <param name="Syscall">The call.</param>
/// <param name="Error">The errno.</param>
/// <param name="Count">How often.</param>
internal sealed record FailedCall(Executable Exe, SyscallName Syscall, int Error, ulong Count);

/// <summary>The call in which an executable was asked for a capability.</summary>
/// <param name="Exe">Which.</param>
/// <param name="Syscall">The call; null outside of one.</param>
/// <param name="Capability">The capability, lower case.</param>
/// <param name="Granted">How often it had it.</param>
/// <param name="Denied">How often it had not.</param>
internal sealed record CapabilityNeed(Executable Exe, SyscallName? Syscall, string Capability, ulong Granted, ulong Denied);
