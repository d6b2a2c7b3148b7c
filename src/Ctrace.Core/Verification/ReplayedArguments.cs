using System.Collections.Immutable;
using Ctrace.Core.Seccomp.Filters;

namespace Ctrace.Core.Verification;

/// <summary>What a call of a trace was given, and what filters would have done with it then.</summary>
/// <param name="Known">The arguments that were recorded.</param>
/// <param name="Verdict">What is done with the call, whatever its other arguments are.</param>
public sealed record ReplayedArguments(ImmutableArray<KnownArgument> Known, FilterVerdict Verdict)
{
    /// <summary><c>arg0 0x1, arg1 0x2</c>.</summary>
    public string Text => string.Join(", ", Known.Select(argument => $"arg{argument.Index} 0x{argument.Value:x}"));
}
