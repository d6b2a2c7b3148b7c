using Ctrace.Core.Linux;
using Ctrace.Core.Seccomp.Profiles;

namespace Ctrace.Core.Seccomp.Lint;

/// <summary>Dangerous calls that Docker's default profile does not allow the same container.</summary>
internal static class DangerLint
{
    public static IEnumerable<LintFinding> Examine(LintSubject subject)
    {
        var usual = ResolvedProfile.Of(DockerDefault.Profile, subject.Circumstances);
        var more = Danger.Syscalls.Where(danger => subject.Exists(danger.Name) && subject.Resolved.Access(danger.Name) > usual.Access(danger.Name));
        var byDefault = new List<string>();
        foreach (var danger in more)
        {
            if (!subject.Resolved.RulesFor(danger.Name).Any())
            {
                byDefault.Add(danger.Name);
            }
            else
            {
                yield return new LintFinding(LintSeverity.Warning, subject.LineOf(danger.Name),
                    $"{danger.Name} is allowed, which Docker's default does not do: {danger.Why} ({danger.Source})", $"refuse {danger.Name} unless the program needs it");
            }
        }

        if (byDefault.Count > 0)
        {
            yield return new LintFinding(LintSeverity.Warning, subject.Document.DefaultLine,
                $"the default lets through what Docker's default refuses: {string.Join(", ", byDefault)}", "refuse by default, and allow what the program needs ('ctrace score' tells why)");
        }

        // The one call without which no program runs, and whose flags make user namespaces.
        if (subject.Resolved.Access("clone") > usual.Access("clone"))
        {
            yield return new LintFinding(LintSeverity.Note, subject.LineOf("clone"),
                "clone is allowed with all flags, so that namespaces can be made (user_namespaces(7))", "allow it as Docker's default does: argument 0 masked with 2114060288 is 0");
        }
    }
}
