namespace Ctrace.Core.Seccomp.Profiles;

/// <summary>A rule's condition on one argument of a call (runtime specification, config-linux.md, seccomp: args).</summary>
/// <param name="Index">Which argument, 0 to 5.</param>
/// <param name="Operator">How it is compared.</param>
/// <param name="Value">What with; the mask, for <see cref="SeccompOperator.MaskedEqual"/>.</param>
/// <param name="ValueTwo">What a masked argument is compared with; others ignore it.</param>
public readonly record struct SeccompArgument(int Index, SeccompOperator Operator, ulong Value, ulong ValueTwo = 0)
{
    /// <summary>How many arguments a call can have.</summary>
    public const int Count = 6;

    private const string Prefix = "SCMP_CMP_";

    private static readonly string[] Names = ["NE", "LT", "LE", "EQ", "GE", "GT", "MASKED_EQ"];

    /// <summary>As a profile has the operator: SCMP_CMP_EQ.</summary>
    public string OperatorName => Prefix + Names[(int)Operator];

    /// <summary>The operator that a profile names; null when there is no such operator.</summary>
    public static SeccompOperator? FindOperator(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        var at = name.StartsWith(Prefix, StringComparison.Ordinal) ? Array.IndexOf(Names, name[Prefix.Length..]) : -1;
        return at < 0 ? null : (SeccompOperator)at;
    }

    /// <summary>The same as a range.</summary>
    internal ArgumentCondition Condition => Operator switch
    {
        SeccompOperator.NotEqual => new(Index, ulong.MaxValue, Value, Value, true),
        SeccompOperator.Less => new(Index, ulong.MaxValue, Value, ulong.MaxValue, true),
        SeccompOperator.LessOrEqual => new(Index, ulong.MaxValue, 0, Value, false),
        SeccompOperator.Equal => new(Index, ulong.MaxValue, Value, Value, false),
        SeccompOperator.GreaterOrEqual => new(Index, ulong.MaxValue, Value, ulong.MaxValue, false),
        SeccompOperator.Greater => new(Index, ulong.MaxValue, 0, Value, true),
        // libseccomp 2.5 looks at both sides through the mask.
        SeccompOperator.MaskedEqual => new(Index, Value, ValueTwo & Value, ValueTwo & Value, false),
        _ => throw new InvalidOperationException($"there is no operator {Operator}"),
    };
}
