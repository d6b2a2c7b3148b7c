using System.Collections.Immutable;
using Ctrace.Core.Linux;
using Ctrace.Core.Seccomp.Filters;
using Ctrace.Core.Seccomp.Profiles;

namespace Ctrace.Core.Seccomp.Lint;

/// <summary>What is wrong with a filter as the kernel runs it, whoever wrote it. It has no lines: all stands on the first.</summary>
internal static class FilterLint
{
    private const int Line = 1, MostNames = 8;

    public static ImmutableArray<LintFinding> Examine(SeccompFilter filter, Circumstances circumstances)
    {
        var (native, access) = (circumstances.Native, new FilterAccess([filter]));
        var usual = ResolvedProfile.Of(DockerDefault.Profile, circumstances);
        return [.. Interfaces(filter, native, access)
            .Concat(Ends(native, access))
            .Concat(Dangers(native, access, usual))
            .Concat(native.Family.SelectMany(architecture => Equivalents(architecture, access, usual, IsOpen(filter, architecture))))
            .DistinctBy(finding => finding.Reason)
            .OrderBy(finding => finding.Severity).ThenBy(finding => finding.Reason, StringComparer.Ordinal)];
    }

    /// <summary>seccomp(2), Notes: the architecture must be looked at, and bit 30 of the number on x86_64.</summary>
    private static IEnumerable<LintFinding> Interfaces(SeccompFilter filter, Architecture native, FilterAccess access)
    {
        const int offsetOfArchitecture = 4;
        if (!filter.Instructions.Any(instruction => instruction is { Code: Opcode.LoadWord, Operand: offsetOfArchitecture }))
        {
            yield return new LintFinding(LintSeverity.Warning, Line, "it does not look at the architecture: in another interface the same number is another call (seccomp(2))",
                $"refuse all but AUDIT_ARCH of {native} first");
        }

        if (Syscalls.All(native).All(call => access.Of(native, call.Name) == CallAccess.Refused))
        {
            yield return new LintFinding(LintSeverity.Error, Line, $"it lets no call of {native} be made", "was it made for another architecture?");
            yield break;
        }

        foreach (var other in native.Family.Skip(1))
        {
            var round = Syscalls.All(other).Select(call => call.Name)
                .Where(name => access.Of(other, name) != CallAccess.Refused && Syscalls.Number(native, name) is not null && access.Of(native, name) == CallAccess.Refused)
                .Order(StringComparer.Ordinal).ToList();
            if (round.Count > 0)
            {
                var more = round.Count > MostNames ? $" and {round.Count - MostNames} more" : "";
                yield return new LintFinding(LintSeverity.Warning, Line, $"what {native} is refused {other} is not: {string.Join(", ", round.Take(MostNames))}{more}",
                    other == Architecture.X32 ? "refuse numbers with bit 30 (seccomp(2))" : $"refuse them of {other} too");
            }
        }
    }

    private static IEnumerable<LintFinding> Ends(Architecture native, FilterAccess access) => AnswerLint.Needed
        .Where(needed => access.Verdict(native, needed.Name) is { CanRun: false })
        .Select(needed => new LintFinding(needed.Severity, Line, $"{needed.Name} is refused: {needed.Why}", $"allow {needed.Name}"));

    private static IEnumerable<LintFinding> Dangers(Architecture native, FilterAccess access, ResolvedProfile usual)
    {
        var more = Danger.Syscalls.Where(danger => access.Of(native, danger.Name) > usual.Access(danger.Name)).ToList();
        return more.Count > MostNames
            ? [new LintFinding(LintSeverity.Warning, Line, $"it lets through what Docker's default refuses: {string.Join(", ", more.Select(danger => danger.Name))}", "refuse what the program does not need ('ctrace score' tells why)")]
            : more.Select(danger => new LintFinding(LintSeverity.Warning, Line,
                $"{danger.Name} is allowed, which Docker's default does not do: {danger.Why} ({danger.Source})", $"refuse {danger.Name} unless the program needs it"));
    }

    private static IEnumerable<LintFinding> Equivalents(Architecture architecture, FilterAccess access, ResolvedProfile usual, bool isOpen)
    {
        CallAccess Access(string name) => access.Of(architecture, name);
        var isWide = isOpen || EquivalentLint.IsWide(usual, Access);
        return EquivalentLint.Findings(Equivalent.Left(
            name => Access(name) == CallAccess.Allowed,
            name => access.Verdict(architecture, name) is { AlwaysRuns: false } verdict && verdict.Always is not { DisguisesCall: true }
                && (verdict.CanRun ? usual.Access(name) != CallAccess.Conditional : isWide && (isOpen || usual.Access(name) != CallAccess.Refused))), _ => Line);
    }

    /// <summary>Whether the filter lets through what it does not know: a number that no call has.</summary>
    private static bool IsOpen(SeccompFilter filter, Architecture architecture)
    {
        const int unknown = 0xFFFF;
        return new FilterEvaluator([filter]).Evaluate(architecture, unknown).AlwaysRuns;
    }
}
