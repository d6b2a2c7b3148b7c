namespace Ctrace.Core.Seccomp.Filters;

/// <summary>What is known of one argument of a call.</summary>
/// <param name="Index">Which, 0 to 5.</param>
/// <param name="Mask">The bits that are known.</param>
/// <param name="Value">What they are.</param>
public readonly record struct KnownArgument(int Index, ulong Mask, ulong Value);
