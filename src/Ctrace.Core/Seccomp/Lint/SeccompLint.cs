using System.Collections.Immutable;
using Ctrace.Core.Seccomp.Profiles;

namespace Ctrace.Core.Seccomp.Lint;

/// <summary>Finds what is wrong with a profile that can be read.</summary>
public static class SeccompLint
{
    /// <summary>The findings, by line.</summary>
    /// <param name="document">The profile.</param>
    /// <param name="circumstances">The machine and the container that it is for.</param>
    public static ImmutableArray<LintFinding> Examine(SeccompDocument document, Circumstances circumstances)
    {
        var subject = new LintSubject(document, circumstances);
        return [.. NameLint.Examine(subject)
            .Concat(RuleLint.Examine(subject))
            .Concat(ConditionLint.Examine(subject))
            .Concat(AnswerLint.Examine(subject))
            .Concat(ArchitectureLint.Examine(subject))
            .Concat(DangerLint.Examine(subject))
            .OrderBy(finding => finding.Line).ThenBy(finding => finding.Severity).ThenBy(finding => finding.Reason, StringComparer.Ordinal)];
    }
}
