namespace Ctrace.Core.Seccomp.Lint;

/// <summary>Something wrong with a profile.</summary>
/// <param name="Severity">How much it matters.</param>
/// <param name="Line">Where in the text, from 1 up.</param>
/// <param name="Reason">What is wrong.</param>
/// <param name="Remedy">What to do.</param>
public sealed record LintFinding(LintSeverity Severity, int Line, string Reason, string Remedy);
