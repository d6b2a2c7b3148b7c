namespace Ctrace.Core.Seccomp.Filters.Symbolic;

/// <summary>A comparison of computed values that went one way.</summary>
/// <param name="Left">The accumulator.</param>
/// <param name="Comparison">How it was compared.</param>
/// <param name="Right">The operand.</param>
/// <param name="Holds">Which way it went.</param>
internal sealed record Condition(Expression Left, Comparison Comparison, Expression Right, bool Holds)
{
    /// <summary>Whether a call goes this way; null when that was not followed.</summary>
    public bool? Matches(in SeccompData data) => Left.Evaluate(data) is { } left && Right.Evaluate(data) is { } right
        ? ArithmeticRule.Holds(Comparison, left, right) == Holds
        : null;

    public override string ToString() => Comparison switch
    {
        Comparison.Equal => $"{Left} {(Holds ? "==" : "!=")} {Right}",
        Comparison.Greater => $"{Left} {(Holds ? ">" : "<=")} {Right}",
        Comparison.GreaterOrEqual => $"{Left} {(Holds ? ">=" : "<")} {Right}",
        _ => $"({Left} & {Right}) {(Holds ? "!=" : "==")} 0x0",
    };
}
