using Ctrace.Core.Linux;
using Ctrace.Core.Seccomp.Profiles;

namespace Ctrace.Core.Seccomp.Lint;

/// <summary>Interfaces that are filtered to no use, or not at all.</summary>
internal static class ArchitectureLint
{
    public static IEnumerable<LintFinding> Examine(LintSubject subject)
    {
        var (profile, native, line) = (subject.Profile, subject.Circumstances.Native, subject.Document.ArchitecturesLine);
        string[] natives = [.. profile.ArchitectureMap.Select(group => group.Native), .. profile.Architectures];
        foreach (var name in natives.Concat(profile.ArchitectureMap.SelectMany(group => group.Others)).Where(name => SeccompArchitecture.Find(name) is null).Distinct())
        {
            yield return new LintFinding(LintSeverity.Error, line, $"there is no architecture '{name}': runtimes refuse the profile",
                name == SeccompArchitecture.Native ? $"remove it: the machine's own is always filtered; or write {native.Seccomp}"
                    : SeccompArchitecture.Closest(name) is { } closest ? $"did you mean '{closest}'?" : "remove it");
        }

        foreach (var finding in subject.Resolved.HandedArchitectures.Distinct().Select(name => Refused(subject, name)).OfType<LintFinding>())
        {
            yield return finding;
        }

        if (natives.Length > 0 && !natives.Contains(native.Seccomp))
        {
            yield return new LintFinding(LintSeverity.Warning, line, $"it is for {string.Join(", ", natives)}, and not for this machine's {native.Seccomp}", $"examine it on such a machine, or add {native.Seccomp}");
        }

        // An interface that is filtered and of which nothing is allowed could as well not be there.
        foreach (var architecture in subject.Resolved.Architectures.Where(_ => !subject.Resolved.Default.MayRun))
        {
            if (!subject.Resolved.Rules.Any(rule => rule.Return.MayRun && Syscalls.Number(architecture, rule.Name) is not null))
            {
                yield return new LintFinding(LintSeverity.Warning, line, $"{architecture.Seccomp} is filtered, and no call of it is allowed", $"remove {architecture.Seccomp}, or allow what its programs need");
            }
        }

        foreach (var architecture in native.Family.Where(other => other.Name is "i386" or "arm" && !subject.Resolved.Architectures.Contains(other)))
        {
            yield return new LintFinding(LintSeverity.Note, line, $"32-bit programs ({architecture}) are killed at their first call", $"add {architecture.Seccomp} if there are any");
        }
    }

    private static LintFinding? Refused(LintSubject subject, string name)
    {
        const string remedy = "remove it, or move it to an entry of 'archMap' for machines of its own";
        return SeccompArchitecture.Find(name) is not { } known ? null
            : RuntimeRefusals.OfArchitecture(name, subject.Resolved) is { } refusal
                ? new LintFinding(LintSeverity.Error, subject.Document.ArchitecturesLine, $"no container starts under it: {refusal}", remedy)
            : known.IsNew ? new LintFinding(LintSeverity.Warning, subject.Document.ArchitecturesLine, $"runc before {known.Runc} does not know {name}, and refuses the profile", remedy)
            : null;
    }
}
