namespace Ctrace.Core.Seccomp.Filters.Symbolic;

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
