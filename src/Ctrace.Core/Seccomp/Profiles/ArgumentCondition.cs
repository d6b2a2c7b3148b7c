namespace Ctrace.Core.Seccomp.Profiles;

/// <summary>Whether one argument of a call, masked, lies in a range; negated: whether it does not. Unsigned, 64 bits.</summary>
/// <param name="Argument">Which, 0 to 5.</param>
/// <param name="Mask">What of it is looked at.</param>
/// <param name="Low">The least value that it may have.</param>
/// <param name="High">The largest.</param>
/// <param name="Negated">Whether it must lie outside instead.</param>
public readonly record struct ArgumentCondition(int Argument, ulong Mask, ulong Low, ulong High, bool Negated)
{
    /// <summary>Whether it holds for an argument.</summary>
    public bool Holds(ulong argument) => (argument & Mask) is var value && (value >= Low && value <= High) != Negated;
}
