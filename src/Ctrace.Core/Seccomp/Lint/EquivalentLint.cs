using System.Collections.Immutable;
using Ctrace.Core.Seccomp.Profiles;

namespace Ctrace.Core.Seccomp.Lint;

/// <summary>Calls that are refused on purpose, while another call that does the same is left.</summary>
internal static class EquivalentLint
{
    public static IEnumerable<LintFinding> Examine(LintSubject subject)
    {
        var usual = ResolvedProfile.Of(DockerDefault.Profile, subject.Circumstances);
        var isWide = IsWide(usual, subject.Resolved.Access);
        return Findings(Equivalent.Left(
            name => subject.Exists(name) && subject.Resolved.Access(name) == CallAccess.Allowed,
            name => subject.Exists(name) && IsMeant(subject, usual, isWide, name)), subject.LineOf);
    }

    /// <summary>
    /// Whether a list of what is allowed is nearly all that Docker's default allows: then what is not on it was taken off. A list of what one
    /// program was seen to need has a part of it, and refuses nothing on purpose.
    /// </summary>
    internal static bool IsWide(ResolvedProfile usual, Func<string, CallAccess> access)
    {
        var all = usual.Rules.Where(rule => rule.Return.MayRun).Select(rule => rule.Name).Distinct().ToList();
        return all.Count(name => access(name) != CallAccess.Refused) * 4 >= all.Count * 3;
    }

    /// <summary>A finding for each call that is refused, and one for each call that goes round several.</summary>
    internal static IEnumerable<LintFinding> Findings(ImmutableArray<(Equivalent Way, ImmutableArray<string> Round)> left, Func<string, int> lineOf)
    {
        foreach (var (way, round) in left.Where(entry => entry.Way.IsMany))
        {
            yield return new LintFinding(LintSeverity.Warning, lineOf(round[0]), $"{Named(round)}, and {way.Call} goes round that: {way.Why} ({way.Source})", $"refuse {way.Call} too");
        }

        foreach (var ways in left.Where(entry => !entry.Way.IsMany).SelectMany(entry => entry.Round.Select(name => (Name: name, entry.Way))).GroupBy(entry => entry.Name, entry => entry.Way))
        {
            var calls = string.Join(", ", ways.Select(way => way.Call));
            yield return new LintFinding(LintSeverity.Warning, lineOf(ways.Key),
                $"{Named([ways.Key])}, and {calls} {(ways.Count() == 1 ? "does" : "do")} the same: {string.Join("; ", ways.Select(way => $"{way.Call} {way.Why} ({way.Source})"))}",
                $"refuse {calls} too");
        }
    }

    private static string Named(ImmutableArray<string> names) => $"{string.Join(", ", names)} {(names.Length == 1 ? "is" : "are")} refused, with some arguments at least";

    private static bool IsMeant(LintSubject subject, ResolvedProfile usual, bool isWide, string name)
    {
        var (access, rules) = (subject.Resolved.Access(name), subject.Resolved.RulesFor(name).ToList());
        if (access == CallAccess.Allowed || rules.Any(rule => rule.Arguments.IsEmpty && rule.Return.DisguisesCall))
        {
            return false;
        }

        // Docker's own conditions are not the author's.
        return access == CallAccess.Conditional ? !rules.SequenceEqual(usual.RulesFor(name))
            : subject.Rules.Any(entry => entry.Rule.Applies(subject.Circumstances) && !entry.Rule.Return.MayRun && !entry.Rule.Return.DisguisesCall && entry.Rule.Names.Contains(name))
                || (isWide && usual.Access(name) != CallAccess.Refused);
    }
}
