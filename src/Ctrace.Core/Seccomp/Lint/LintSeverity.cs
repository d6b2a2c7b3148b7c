namespace Ctrace.Core.Seccomp.Lint;

/// <summary>How much a finding matters, the most first.</summary>
public enum LintSeverity
{
    /// <summary>Containers do not start or do not work under the profile.</summary>
    Error,

    /// <summary>The profile does other things than it seems to, or lets through what is dangerous.</summary>
    Warning,

    /// <summary>Something that is good to know.</summary>
    Note,
}
