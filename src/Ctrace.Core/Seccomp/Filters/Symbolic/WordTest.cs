namespace Ctrace.Core.Seccomp.Filters.Symbolic;

/// <summary>A question about one word that a caller chooses: whether it, masked, equals a value or is greater.</summary>
/// <param name="Mask">What of the word is looked at.</param>
/// <param name="IsEqual">Whether it must be equal; else greater.</param>
/// <param name="Value">What it is compared with.</param>
internal readonly record struct WordTest(uint Mask, bool IsEqual, uint Value)
{
    /// <summary>The answer for one value.</summary>
    public bool Holds(uint word) => IsEqual ? (word & Mask) == Value : (word & Mask) > Value;

    /// <summary>
    /// The word that a comparison asks of, and the question, where it is one of this kind; and whether it holds exactly when the
    /// question does not.
    /// </summary>
    public static (int Word, WordTest Test, bool Reversed)? Of(Expression left, Comparison comparison, Expression right) => (left, right) switch
    {
        (_, Constant constant) when Masked(left) is { } masked => Of(masked.Word, masked.Mask, comparison, constant.Value),
        (Constant constant, _) when Masked(right) is { } masked => comparison switch
        {
            Comparison.Equal or Comparison.AnyBit => Of(masked.Word, masked.Mask, comparison, constant.Value),
            // c > w is not w >= c; c >= w is not w > c.
            Comparison.Greater => Reverse(Of(masked.Word, masked.Mask, Comparison.GreaterOrEqual, constant.Value)),
            _ => Reverse(Of(masked.Word, masked.Mask, Comparison.Greater, constant.Value)),
        },
        _ => null,
    };

    private static (int, WordTest, bool) Of(int word, uint mask, Comparison comparison, uint value) => comparison switch
    {
        Comparison.Equal => (word, new WordTest(mask, true, value), false),
        Comparison.Greater => (word, new WordTest(mask, false, value), false),
        Comparison.GreaterOrEqual when value > 0 => (word, new WordTest(mask, false, value - 1), false),
        // Always: nothing of the word is 0.
        Comparison.GreaterOrEqual => (word, new WordTest(0, true, 0), false),
        _ => (word, new WordTest(mask & value, true, 0), true),
    };

    private static (int, WordTest, bool) Reverse((int Word, WordTest Test, bool Reversed) question) => question with { Reversed = !question.Reversed };

    private static (int Word, uint Mask)? Masked(Expression expression) => expression switch
    {
        FieldValue field => (field.Word, uint.MaxValue),
        Calculation { Operation: Arithmetic.And, Left: FieldValue field, Right: Constant mask } => (field.Word, mask.Value),
        Calculation { Operation: Arithmetic.And, Left: Constant mask, Right: FieldValue field } => (field.Word, mask.Value),
        _ => null,
    };
}
