namespace Ctrace.Core.Seccomp.Filters;

/// <summary>What the kernel computes: 32 bits, unsigned, wrapping.</summary>
internal static class ArithmeticRule
{
    // Of a distance in X the processors take five bits, as the kernel's interpreter does (kernel/bpf/core.c, SHT).
    private const int ShiftBits = 31;

    /// <summary>The accumulator afterwards. Division by 0 is the caller's: it ends the filter.</summary>
    public static uint Apply(Arithmetic operation, uint a, uint operand) => operation switch
    {
        Arithmetic.Add => unchecked(a + operand),
        Arithmetic.Subtract => unchecked(a - operand),
        Arithmetic.Multiply => unchecked(a * operand),
        Arithmetic.Divide => a / operand,
        Arithmetic.Or => a | operand,
        Arithmetic.And => a & operand,
        Arithmetic.LeftShift => a << (int)(operand & ShiftBits),
        Arithmetic.RightShift => a >> (int)(operand & ShiftBits),
        Arithmetic.Negate => unchecked(0 - a),
        Arithmetic.ExclusiveOr => a ^ operand,
        _ => throw new ArgumentOutOfRangeException(nameof(operation)),
    };

    /// <summary>Whether a conditional jump is taken.</summary>
    public static bool Holds(Comparison comparison, uint a, uint operand) => comparison switch
    {
        Comparison.Equal => a == operand,
        Comparison.Greater => a > operand,
        Comparison.GreaterOrEqual => a >= operand,
        Comparison.AnyBit => (a & operand) != 0,
        _ => throw new ArgumentOutOfRangeException(nameof(comparison)),
    };
}
