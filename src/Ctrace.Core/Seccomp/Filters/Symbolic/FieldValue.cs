namespace Ctrace.Core.Seccomp.Filters.Symbolic;

/// <summary>A 32-bit word of struct seccomp_data that the caller chooses.</summary>
/// <param name="Word">The word of struct seccomp_data.</param>
internal sealed record FieldValue(int Word) : Expression
{
    public override uint? Evaluate(in SeccompData data) => data.Word(Word);

    public override string ToString() => Disassembly.Field((uint)Word * sizeof(uint));
}
