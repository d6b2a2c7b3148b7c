namespace Ctrace.Core.Profiles.Seccomp;

/// <summary>Whether one argument of a call, masked, lies in a range; negated: whether it does not. Unsigned, 64 bits.</summary>
/// <param name="Argument">Which, 0 to 5.</param>
/// <param name="Mask">What of it is looked at.</param>
/// <param name="Low">The least value that it may have.</param>
/// <param name="High">The largest.</param>
/// <param name="Negated">Whether it must lie outside instead.</param>
public readonly record struct ArgumentCondition(int Argument, ulong Mask, ulong Low, ulong High, bool Negated)
{
    /// <summary>As the runtime specification writes it (config-linux.md, seccomp: op, value, valueTwo); null for an unknown operator.</summary>
    /// <param name="argument">0 to 5.</param>
    /// <param name="op">The operator, without SCMP_CMP_.</param>
    /// <param name="value">What is compared with; the mask, for MASKED_EQ.</param>
    /// <param name="valueTwo">What a masked argument is compared with.</param>
    public static ArgumentCondition? From(int argument, string op, ulong value, ulong valueTwo) => op switch
    {
        "EQ" => new(argument, ulong.MaxValue, value, value, false),
        "NE" => new(argument, ulong.MaxValue, value, value, true),
        "LT" => new(argument, ulong.MaxValue, value, ulong.MaxValue, true),
        "LE" => new(argument, ulong.MaxValue, 0, value, false),
        "GE" => new(argument, ulong.MaxValue, value, ulong.MaxValue, false),
        "GT" => new(argument, ulong.MaxValue, 0, value, true),
        "MASKED_EQ" => new(argument, value, valueTwo, valueTwo, false),
        _ => null,
    };

    /// <summary>Whether it holds for an argument.</summary>
    public bool Holds(ulong argument) => (argument & Mask) is var value && (value >= Low && value <= High) != Negated;
}
