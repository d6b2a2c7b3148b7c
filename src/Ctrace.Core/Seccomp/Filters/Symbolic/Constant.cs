namespace Ctrace.Core.Seccomp.Filters.Symbolic;

/// <summary>A known value.</summary>
internal sealed record Constant(uint Value) : Expression
{
    public static Constant Zero { get; } = new(0);

    public override uint? Evaluate(in SeccompData data) => Value;

    public override string ToString() => $"0x{Value:x}";
}
