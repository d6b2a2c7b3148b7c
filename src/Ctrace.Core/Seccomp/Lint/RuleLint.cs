using Ctrace.Core.Seccomp.Profiles;

namespace Ctrace.Core.Seccomp.Lint;

/// <summary>Rules that do nothing, or contradict each other.</summary>
internal static class RuleLint
{
    public static IEnumerable<LintFinding> Examine(LintSubject subject)
    {
        for (var at = 0; at < subject.Rules.Length; at++)
        {
            var (rule, line) = subject.Rules[at];
            if (rule.Return == subject.Profile.Default && !rule.Names.IsEmpty)
            {
                yield return new LintFinding(LintSeverity.Note, line, $"the rule answers {rule.Return}, as the default does: runtimes leave it out", "remove it, or change the default");
                continue;
            }

            foreach (var finding in Shadowed(subject, at).Concat(Contradicted(subject, at)))
            {
                yield return finding;
            }
        }
    }

    private static IEnumerable<LintFinding> Shadowed(LintSubject subject, int at)
    {
        var (rule, line) = subject.Rules[at];
        foreach (var name in rule.Names.Distinct())
        {
            // libseccomp keeps the first rule without conditions, and drops those with.
            var other = subject.Rules.Select((entry, index) => (entry.Rule, entry.Line, Index: index)).FirstOrDefault(entry =>
                entry.Index != at && entry.Rule.Arguments.IsEmpty && entry.Rule.Return != subject.Profile.Default && entry.Rule.Names.Contains(name)
                && (entry.Index < at || !rule.Arguments.IsEmpty) && AlwaysWith(entry.Rule, rule));
            if (other.Rule is null)
            {
                continue;
            }

            yield return other.Rule.Return == rule.Return
                ? new LintFinding(LintSeverity.Note, line, $"the rule for {name} is never used: the one on line {other.Line} says the same for all arguments", "remove one of them")
                : new LintFinding(LintSeverity.Warning, line, $"the rule for {name} ({rule.Return}) is never used: the one on line {other.Line} ({other.Rule.Return}) takes its place", "remove the one that is not meant");
        }
    }

    // libseccomp answers EEXIST to the second, and the runtime gives up.
    private static IEnumerable<LintFinding> Contradicted(LintSubject subject, int at)
    {
        var (rule, line) = subject.Rules[at];
        var others = subject.Rules.Take(at).Where(entry => !rule.Arguments.IsEmpty && entry.Rule.Return != rule.Return && entry.Rule.Return != subject.Profile.Default
            && entry.Rule.Arguments.SequenceEqual(rule.Arguments) && (AlwaysWith(entry.Rule, rule) || AlwaysWith(rule, entry.Rule)));
        foreach (var (other, otherLine) in others)
        {
            foreach (var name in other.Names.Intersect(rule.Names))
            {
                yield return new LintFinding(LintSeverity.Error, line, $"no container starts under it: the rule for {name} ({rule.Return}) contradicts the one on line {otherLine} ({other.Return})", "remove the one that is not meant");
            }
        }
    }

    /// <summary>Whether a rule is there wherever another is.</summary>
    private static bool AlwaysWith(SeccompRule rule, SeccompRule other) =>
        rule is { Includes.IsEmpty: true, Excludes.IsEmpty: true } || (rule.Includes.Equals(other.Includes) && rule.Excludes.Equals(other.Excludes));
}
