namespace Ctrace.Core.Seccomp.Filters.Symbolic;

/// <summary>A value that a filter works with, as far as it is known before the call's arguments are.</summary>
internal abstract record Expression
{
    // Larger ones are not followed: no filter of a library has them, and each use of one can double it.
    private const int LargestSize = 24;

    /// <summary>How many parts it has.</summary>
    public virtual int Size => 1;

    /// <summary>Its value for a call; null when it was not followed.</summary>
    public abstract uint? Evaluate(in SeccompData data);

    /// <summary>What comes of an arithmetic instruction. Division by a constant 0 is the caller's.</summary>
    public static Expression Apply(Arithmetic operation, Expression a, Expression operand) => (operation, a, operand) switch
    {
        (_, UnknownValue, _) => a,
        (not Arithmetic.Negate, _, UnknownValue) => operand,
        (_, Constant left, Constant right) => new Constant(ArithmeticRule.Apply(operation, left.Value, right.Value)),
        (Arithmetic.And, Calculation { Operation: Arithmetic.And, Right: Constant inner } calculation, Constant mask) =>
            calculation with { Right = new Constant(inner.Value & mask.Value) },
        (Arithmetic.Negate, _, _) => Limited(new Calculation(operation, a, new Constant(0))),
        _ => Limited(new Calculation(operation, a, operand)),
    };

    private static Expression Limited(Calculation calculation) => calculation.Size > LargestSize ? UnknownValue.Instance : calculation;
}

/// <summary>A 32-bit word of struct seccomp_data that the caller chooses.</summary>
/// <param name="Word">The word of struct seccomp_data.</param>
internal sealed record FieldValue(int Word) : Expression
{
    public override uint? Evaluate(in SeccompData data) => data.Word(Word);

    public override string ToString() => Disassembly.Field((uint)Word * sizeof(uint));
}

/// <summary>A value that was not followed any further.</summary>
internal sealed record UnknownValue : Expression
{
    private UnknownValue()
    {
    }

    public static UnknownValue Instance { get; } = new();

    public override uint? Evaluate(in SeccompData data) => null;

    public override string ToString() => "?";
}

/// <summary>A known value.</summary>
internal sealed record Constant(uint Value) : Expression
{
    public static Constant Zero { get; } = new(0);

    public override uint? Evaluate(in SeccompData data) => Value;

    public override string ToString() => $"0x{Value:x}";
}

/// <summary>A value that is computed from others.</summary>
/// <param name="Operation">The operation on the two operands.</param>
/// <param name="Left">The accumulator.</param>
/// <param name="Right">The operand; of no meaning to a negation.</param>
internal sealed record Calculation(Arithmetic Operation, Expression Left, Expression Right) : Expression
{
    public override int Size { get; } = 1 + Left.Size + Right.Size;

    /// <summary>The value; null also where the filter would have ended because it divides by 0.</summary>
    public override uint? Evaluate(in SeccompData data) =>
        Left.Evaluate(data) is { } left && Right.Evaluate(data) is { } right && !(Operation == Arithmetic.Divide && right == 0)
            ? ArithmeticRule.Apply(Operation, left, right)
            : null;

    public override string ToString() => Operation == Arithmetic.Negate ? $"-{Left}" : $"({Left} {Sign} {Right})";

    private string Sign => Operation switch
    {
        Arithmetic.Add => "+",
        Arithmetic.Subtract => "-",
        Arithmetic.Multiply => "*",
        Arithmetic.Divide => "/",
        Arithmetic.Or => "|",
        Arithmetic.And => "&",
        Arithmetic.LeftShift => "<<",
        Arithmetic.RightShift => ">>",
        _ => "^",
    };
}
