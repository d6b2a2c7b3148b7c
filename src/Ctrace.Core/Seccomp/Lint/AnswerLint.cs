using Ctrace.Core.Linux;
using Ctrace.Core.Seccomp.Profiles;

namespace Ctrace.Core.Seccomp.Lint;

/// <summary>Calls that are refused and must not be, and answers that callers do not expect.</summary>
internal static class AnswerLint
{
    internal static readonly (string Name, LintSeverity Severity, string Why)[] Needed =
    [
        ("exit", LintSeverity.Note, "a thread cannot end (exit(2)), if the program has any"),
        ("exit_group", LintSeverity.Error, "no program can end (exit_group(2))"),
        ("rt_sigreturn", LintSeverity.Error, "a program cannot come back from a signal handler (sigreturn(2))"),
        ("sigreturn", LintSeverity.Error, "a 32-bit program cannot come back from a signal handler (sigreturn(2))"),
    ];

    public static IEnumerable<LintFinding> Examine(LintSubject subject) => Starts(subject).Concat(Ends(subject)).Concat(WithoutFallback(subject)).Concat(Actions(subject)).Concat(Errors(subject));

    private static IEnumerable<LintFinding> Starts(LintSubject subject) =>
        ContainerStart.Obstacles(subject.Resolved, withRefusals: false).Select(obstacle => new LintFinding(
            LintSeverity.Error, subject.Document.DefaultLine, $"no container starts under it: {obstacle}", "allow these, or start from 'ctrace profile seccomp'"));

    private static IEnumerable<LintFinding> Ends(LintSubject subject) => Needed
        .Where(needed => subject.Exists(needed.Name) && subject.Resolved.Access(needed.Name) == CallAccess.Refused)
        .Select(needed => new LintFinding(needed.Severity, subject.LineOf(needed.Name), $"{needed.Name} is refused: {needed.Why}", $"allow {needed.Name}"));

    private static IEnumerable<LintFinding> WithoutFallback(LintSubject subject)
    {
        var refused = Fallbacks.Names
            .Where(name => subject.Exists(name) && !subject.IsBeyond(name) && Answer(subject, name) is { MayRun: false, DisguisesCall: false }
                && Fallbacks.Instead(name).Any(older => subject.Exists(older) && subject.Resolved.Access(older) != CallAccess.Refused))
            .ToLookup(name => name == "clone3");
        if (refused[true].Any())
        {
            yield return new LintFinding(LintSeverity.Error, subject.LineOf("clone3"),
                $"clone3 is answered with {Answer(subject, "clone3")}: pthread_create and posix_spawn of glibc 2.34 and newer fail for good (moby/moby#42680)",
                "add a rule for clone3: SCMP_ACT_ERRNO, errnoRet 38 (ENOSYS)");
        }

        if (refused[false].ToList() is { Count: > 0 } others)
        {
            yield return new LintFinding(LintSeverity.Warning, subject.Document.DefaultLine,
                $"{string.Join(", ", others)} {(others.Count == 1 ? "is" : "are")} refused with something else than ENOSYS, on which alone libraries fall back to older calls",
                "add a rule for them: SCMP_ACT_ERRNO, errnoRet 38 (ENOSYS)");
        }
    }

    private static FilterReturn? Answer(LintSubject subject, string name) =>
        subject.Resolved.Access(name) != CallAccess.Refused ? null
            : subject.Resolved.RulesFor(name).FirstOrDefault(rule => rule.Arguments.IsEmpty)?.Return ?? subject.Resolved.Default;

    private static IEnumerable<LintFinding> Actions(LintSubject subject)
    {
        const string reason = "kill_thread ends a thread and lets its process go on without: programs hang, and a start that meets it hangs Docker for minutes";
        const string remedy = "use SCMP_ACT_KILL_PROCESS, or SCMP_ACT_ERRNO";
        if (subject.Profile.DefaultAction == SeccompAction.KillThread)
        {
            yield return new LintFinding(LintSeverity.Warning, subject.Document.DefaultLine, reason, remedy);
        }

        foreach (var (_, line) in subject.Rules.Where(entry => entry.Rule.Action == SeccompAction.KillThread))
        {
            yield return new LintFinding(LintSeverity.Warning, line, reason, remedy);
        }

        foreach (var flag in subject.Profile.Flags.Where(flag => !RuntimeRefusals.Flags.Contains(flag)))
        {
            yield return new LintFinding(LintSeverity.Error, subject.Document.DefaultLine, $"there is no flag '{flag}': runtimes refuse the profile",
                Spelling.ClosestName(flag, RuntimeRefusals.Flags) is { } closest ? $"did you mean '{closest}'?" : "remove it");
        }

        if (subject.Profile.Flags.Contains(RuntimeRefusals.NewFlag))
        {
            yield return new LintFinding(LintSeverity.Warning, subject.Document.DefaultLine, $"runc before 1.4.1 does not know {RuntimeRefusals.NewFlag}, and refuses the profile",
                "remove it, unless all runtimes are newer");
        }
    }

    private static IEnumerable<LintFinding> Errors(LintSubject subject)
    {
        var all = subject.Rules.Select(entry => (entry.Rule.Action, entry.Rule.Errno, entry.Line))
            .Prepend((Action: subject.Profile.DefaultAction, Errno: subject.Profile.DefaultErrno, Line: subject.Document.DefaultLine));
        foreach (var (_, errno, line) in all.Where(entry => entry.Action == SeccompAction.Errno))
        {
            if (errno.Name is { } name && (errno.Number ?? Errno.EPERM) != errno.Value)
            {
                yield return new LintFinding(LintSeverity.Warning, line, $"only Podman reads the error's name, {name}: other engines answer {Linux.Errno.Name(errno.Number ?? Errno.EPERM) ?? $"{errno.Number}"}",
                    $"give the number too: {errno.Value}");
            }

            if (errno.Value > RuntimeRefusals.MaxErrno)
            {
                yield return new LintFinding(LintSeverity.Error, line, $"the error {errno.Value} is too large: libseccomp takes none above {RuntimeRefusals.MaxErrno}, and no container starts", "give an error of errno(3)");
            }
        }
    }
}
