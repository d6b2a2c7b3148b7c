using System.Collections.Immutable;

namespace Ctrace.Core.Seccomp.Filters;

/// <summary>One thing that filters do with a call, and when.</summary>
/// <param name="Return">What; null when the answer is computed from the arguments.</param>
/// <param name="When">
/// Conditions on the arguments, as text, of which any may hold: <c>arg0 &amp; 0x7e020000 == 0x0</c>. Empty when it is what
/// happens in all other cases.
/// </param>
public sealed record FilterOutcome(FilterReturn? Return, ImmutableArray<string> When)
{
    /// <summary>What is done, in words.</summary>
    public string Action => Return?.ToString() ?? "an answer computed from the arguments";

    /// <summary>Whether the call may be made.</summary>
    public bool MayRun => Return is not { } answer || answer.MayRun;
}
