using System.Collections.Immutable;

namespace Ctrace.Core.Seccomp.Filters;

/// <summary>
/// A seccomp filter that the kernel would take: classic BPF over struct seccomp_data. All jumps lead forward, so that a
/// run of it ends after at most as many steps as it has instructions.
/// </summary>
public sealed class SeccompFilter
{
    /// <summary>The most instructions that a filter has: BPF_MAXINSNS (include/uapi/linux/bpf_common.h).</summary>
    public const int MostInstructions = 4096;

    private SeccompFilter(ImmutableArray<Instruction> instructions) => Instructions = instructions;

    /// <summary>Its instructions; the first is run first.</summary>
    public ImmutableArray<Instruction> Instructions { get; }

    /// <summary>Reads a program, as seccomp_export_bpf(3) writes it and PTRACE_SECCOMP_GET_FILTER gives it.</summary>
    /// <param name="bytes">Untrusted.</param>
    /// <param name="name">What it is called in a failure.</param>
    /// <exception cref="CtraceException">Data: the kernel would refuse it; the message says where and why.</exception>
    public static SeccompFilter Read(ReadOnlySpan<byte> bytes, string name)
    {
        if (bytes.Length % Instruction.Size != 0 || bytes.Length > MostInstructions * Instruction.Size)
        {
            throw new CtraceException(FailureKind.Data,
                $"{name} is not a seccomp filter: {bytes.Length} bytes are not 1 to {MostInstructions} instructions of {Instruction.Size} bytes");
        }

        var instructions = ImmutableArray.CreateBuilder<Instruction>(bytes.Length / Instruction.Size);
        for (; bytes.Length > 0; bytes = bytes[Instruction.Size..])
        {
            instructions.Add(Instruction.Read(bytes));
        }

        return Of(instructions.MoveToImmutable(), name);
    }

    /// <summary>A filter of instructions.</summary>
    /// <param name="instructions">Untrusted.</param>
    /// <param name="name">What it is called in a failure.</param>
    /// <exception cref="CtraceException">Data: as <see cref="Read"/>.</exception>
    public static SeccompFilter Of(ImmutableArray<Instruction> instructions, string name) => FilterCheck.Problem(instructions.AsSpan()) is { } problem
        ? throw new CtraceException(FailureKind.Data, $"{name} is not a seccomp filter: {problem}", "the kernel would refuse it too")
        : new SeccompFilter(instructions);

    /// <summary>The bytes, as <see cref="Read"/> takes them.</summary>
    public byte[] ToBytes()
    {
        var bytes = new byte[Instructions.Length * Instruction.Size];
        for (var i = 0; i < Instructions.Length; i++)
        {
            Instructions[i].Write(bytes.AsSpan(i * Instruction.Size));
        }

        return bytes;
    }
}
