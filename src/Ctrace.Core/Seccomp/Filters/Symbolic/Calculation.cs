namespace Ctrace.Core.Seccomp.Filters.Symbolic;

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
