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
