using System.Collections.Immutable;
using Ctrace.Core.Seccomp.Filters;
using Ctrace.Core.Traces;

namespace Ctrace.Core.Verification;

/// <summary>A call of a trace, and what filters would have done with it.</summary>
/// <param name="Call">The call.</param>
/// <param name="Count">How often it was made.</param>
/// <param name="Verdict">What is done with it; null for a name that has no number, of which nothing can be said.</param>
public sealed record ReplayedCall(SyscallName Call, ulong Count, FilterVerdict? Verdict)
{
    /// <summary>What is done with it by what it was given, where that was recorded and matters.</summary>
    public ImmutableArray<ReplayedArguments> Given { get; init; } = [];

    /// <summary>Whether it shall look as if the kernel did not have it, and does: who made it goes on with another call.</summary>
    public bool IsReplaced { get; init; }

    /// <summary>Whether it is allowed, whatever its arguments were or with all that were recorded, or not needed.</summary>
    public bool IsAllowed => IsReplaced || Verdict is { AlwaysRuns: true } || (!Given.IsEmpty && Given.All(given => given.Verdict.AlwaysRuns));

    /// <summary>Whether that depends on arguments which the trace does not have.</summary>
    public bool Depends => Verdict is { IsComplete: true, CanRun: true } && !IsAllowed && Given.All(given => given.Verdict is { IsComplete: true, CanRun: true });
}

/// <summary>What a call of a trace was given, and what filters would have done with it then.</summary>
/// <param name="Known">The arguments that were recorded.</param>
/// <param name="Verdict">What is done with the call, whatever its other arguments are.</param>
public sealed record ReplayedArguments(ImmutableArray<KnownArgument> Known, FilterVerdict Verdict)
{
    /// <summary><c>arg0 0x1, arg1 0x2</c>.</summary>
    public string Text => string.Join(", ", Known.Select(argument => $"arg{argument.Index} 0x{argument.Value:x}"));
}
