using System.Collections.Immutable;
using Ctrace.Core.Seccomp.Filters;
using Ctrace.Core.Seccomp.Profiles;

namespace Ctrace.Core.Seccomp.Lint;

/// <summary>Finds what is wrong with a profile that can be read.</summary>
public static class SeccompLint
{
    /// <summary>The findings about a filter as the kernel runs it.</summary>
    /// <param name="filter">The filter.</param>
    /// <param name="circumstances">The machine and the container that it is for.</param>
    public static ImmutableArray<LintFinding> Examine(SeccompFilter filter, Circumstances circumstances)
    {
        ArgumentNullException.ThrowIfNull(filter);
        ArgumentNullException.ThrowIfNull(circumstances);
        return FilterLint.Examine(filter, circumstances);
    }

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
            .Concat(EquivalentLint.Examine(subject))
            .OrderBy(finding => finding.Line).ThenBy(finding => finding.Severity).ThenBy(finding => finding.Reason, StringComparer.Ordinal)];
    }
}
