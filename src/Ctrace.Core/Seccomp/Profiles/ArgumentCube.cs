namespace Ctrace.Core.Seccomp.Profiles;

/// <summary>The values of an argument that have certain bits: what SCMP_CMP_MASKED_EQ compares.</summary>
/// <param name="Mask">The bits that count.</param>
/// <param name="Value">What they are; 0 elsewhere.</param>
internal readonly record struct ArgumentCube(ulong Mask, ulong Value)
{
    private const int Bits = 64;

    /// <summary>Any value.</summary>
    public static ArgumentCube All => default;

    /// <summary>Cubes that together have the values for which a comparison holds. They may overlap.</summary>
    public static ArgumentCube[] Of(SeccompArgument argument) => argument.Operator switch
    {
        SeccompOperator.Equal => [new(ulong.MaxValue, argument.Value)],
        SeccompOperator.MaskedEqual => [new(argument.Value, argument.ValueTwo & argument.Value)],
        SeccompOperator.NotEqual => [.. Enumerable.Range(0, Bits).Select(bit => 1ul << bit).Select(one => new ArgumentCube(one, ~argument.Value & one))],
        SeccompOperator.Less => Below(argument.Value),
        SeccompOperator.LessOrEqual => argument.Value == ulong.MaxValue ? [All] : Below(argument.Value + 1),
        SeccompOperator.Greater => Above(argument.Value),
        SeccompOperator.GreaterOrEqual => argument.Value == 0 ? [All] : Above(argument.Value - 1),
        _ => throw new InvalidOperationException($"there is no operator {argument.Operator}"),
    };

    /// <summary>Whether it has values in common with another.</summary>
    public bool Meets(ArgumentCube other) => ((Value ^ other.Value) & Mask & other.Mask) == 0;

    /// <summary>Whether another has all of its values.</summary>
    public bool LiesIn(ArgumentCube other) => Meets(other) && (other.Mask & ~Mask) == 0;

    /// <summary>Its half in which a bit is so.</summary>
    public ArgumentCube With(ulong bit, bool isSet) => new(Mask | bit, isSet ? Value | bit : Value);

    // What is less has a 0 where the value has a 1, and the same above.
    private static ArgumentCube[] Below(ulong value) => [.. Enumerable.Range(0, Bits).Where(bit => (value >> bit & 1) != 0).Select(bit => new ArgumentCube(From(bit), value & From(bit) & ~(1ul << bit)))];

    private static ArgumentCube[] Above(ulong value) => [.. Enumerable.Range(0, Bits).Where(bit => (value >> bit & 1) == 0).Select(bit => new ArgumentCube(From(bit), (value & From(bit)) | (1ul << bit)))];

    private static ulong From(int bit) => ulong.MaxValue << bit;
}
