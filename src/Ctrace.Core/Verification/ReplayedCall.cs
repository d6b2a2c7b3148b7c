using Ctrace.Core.Traces;

namespace Ctrace.Core.Verification;

/// <summary>A call of a trace, and what filters would have done with it.</summary>
/// <param name="Call">The call.</param>
/// <param name="Count">How often it was made.</param>
/// <param name="Verdict">What is done with it; null for a name that has no number, of which nothing can be said.</param>
public sealed record ReplayedCall(SyscallName Call, ulong Count, FilterVerdict? Verdict)
{
    /// <summary>Whether it is allowed whatever its arguments were.</summary>
    public bool IsAllowed => Verdict is { AlwaysRuns: true };

    /// <summary>Whether that depends on its arguments, which a trace does not have.</summary>
    public bool Depends => Verdict is { IsComplete: true, AlwaysRuns: false, CanRun: true };
}
