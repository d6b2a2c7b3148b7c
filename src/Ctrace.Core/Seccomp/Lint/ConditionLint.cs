using System.Collections.Frozen;
using Ctrace.Core.Seccomp.Profiles;

namespace Ctrace.Core.Seccomp.Lint;

/// <summary>Conditions that do not mean what they seem to.</summary>
internal static class ConditionLint
{
    // moby/profiles, seccomp/seccomp_linux.go, goToNative: its values
    private static readonly FrozenSet<string> GoArchitectures = FrozenSet.ToFrozenSet(
        ["x86", "x32", "amd64", "arm", "arm64", "loong64", "mips", "mips64", "mips64n32", "mipsel", "mipsel64", "mipsel64n32", "ppc", "ppc64", "ppc64le", "riscv64", "s390", "s390x"],
        StringComparer.Ordinal);

    public static IEnumerable<LintFinding> Examine(LintSubject subject) =>
        from entry in subject.Rules
        from finding in Arguments(entry.Rule, entry.Line)
            .Concat(Scope(entry.Rule.Includes, entry.Line, "includes"))
            .Concat(Scope(entry.Rule.Excludes, entry.Line, "excludes"))
        select finding;

    private static IEnumerable<LintFinding> Arguments(SeccompRule rule, int line)
    {
        foreach (var same in rule.Arguments.GroupBy(argument => argument.Index).Where(same => same.Count() > 1))
        {
            yield return new LintFinding(LintSeverity.Warning, line,
                $"{same.Count()} conditions on argument {same.Key} in one rule: runtimes make a rule of each condition, and any of them is enough",
                "use one condition (a range needs SCMP_CMP_MASKED_EQ), or write the rules out");
        }

        foreach (var argument in rule.Arguments.Where(argument => argument.Operator == SeccompOperator.MaskedEqual && (argument.ValueTwo & ~argument.Value) != 0))
        {
            yield return new LintFinding(LintSeverity.Warning, line,
                $"the condition on argument {argument.Index} compares with {argument.ValueTwo}, which has bits outside of the mask {argument.Value}: they are not looked at",
                "'value' is the mask, 'valueTwo' what is compared with");
        }
    }

    private static IEnumerable<LintFinding> Scope(RuleScope scope, int line, string what)
    {
        foreach (var capability in scope.Capabilities.Where(name => !name.StartsWith("CAP_", StringComparison.Ordinal) || name.Any(char.IsAsciiLetterLower) || Linux.Capability.Number(name) is null))
        {
            yield return new LintFinding(LintSeverity.Warning, line, $"'{capability}' in {what} matches no capability",
                Spelling.ClosestName(capability, Linux.Capability.All.Select(known => $"CAP_{known.Name.ToUpperInvariant()}")) is { } closest ? $"did you mean '{closest}'?" : "write it as CAP_SYS_ADMIN is written");
        }

        foreach (var architecture in scope.Architectures.Where(name => !GoArchitectures.Contains(name)))
        {
            yield return new LintFinding(LintSeverity.Warning, line, $"'{architecture}' in {what} matches no architecture",
                Linux.Architecture.Find(architecture) is { } known ? $"write {new Circumstances(known, new Version(0, 0), new HashSet<string>()).GoArchitecture}" : "write it as Go does: amd64, arm64");
        }
    }
}
