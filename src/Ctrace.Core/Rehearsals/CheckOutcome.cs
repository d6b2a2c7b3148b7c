namespace Ctrace.Core.Rehearsals;

/// <summary>How the user's check ended, the last time that it was tried in a step.</summary>
/// <param name="Status">Its exit code.</param>
/// <param name="Output">What it wrote on standard output. Untrusted.</param>
public sealed record CheckOutcome(int Status, string Output);
