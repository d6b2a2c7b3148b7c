using System.Collections.Immutable;

namespace Ctrace.Core.Seccomp.Profiles;

/// <summary>What a profile says of one call, and on which arguments that depends.</summary>
/// <param name="Verdict">What it says.</param>
/// <param name="Rules">Each a list of conditions that must all hold.</param>
internal sealed record CallRuling(CallVerdict Verdict, ImmutableArray<ImmutableArray<ArgumentCondition>> Rules);

/// <summary>What a profile says of one call.</summary>
internal enum CallVerdict
{
    /// <summary>It may be made.</summary>
    Allowed,

    /// <summary>It may not.</summary>
    Forbidden,

    /// <summary>Only if one of the rules holds for its arguments.</summary>
    ForbiddenUnless,

    /// <summary>It may, unless one of the rules holds for its arguments.</summary>
    ForbiddenIf,
}

/// <summary>Whether one argument of a call, masked, lies in a range; negated: whether it does not. Unsigned, 64 bits.</summary>
/// <param name="Argument">Which, 0 to 5.</param>
/// <param name="Mask">What of it is looked at.</param>
/// <param name="Low">The least value that it may have.</param>
/// <param name="High">The largest.</param>
/// <param name="Negated">Whether it must lie outside instead.</param>
internal readonly record struct ArgumentCondition(int Argument, ulong Mask, ulong Low, ulong High, bool Negated)
{
    /// <summary>Whether it holds for an argument.</summary>
    public bool Holds(ulong argument) => (argument & Mask) is var value && (value >= Low && value <= High) != Negated;
}
