using System.Collections.Immutable;
using Ctrace.Core.Linux;

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

    /// <summary>Whether a file's content is no text, but can be a filter: the upper byte of each instruction's code is 0.</summary>
    /// <param name="bytes">Untrusted.</param>
    public static bool IsDump(ReadOnlySpan<byte> bytes) => bytes is [not (byte)'{', 0, ..] or [0, not (byte)'{', ..];

    /// <summary>Reads a filter that some tool wrote into a file, in either byte order: the kernel's codes tell which it is.</summary>
    /// <param name="bytes">Untrusted.</param>
    /// <param name="name">What it is called in a failure.</param>
    /// <exception cref="CtraceException">Data: as <see cref="Read"/>; or it is for a machine whose calls ctrace does not know.</exception>
    public static SeccompFilter ReadDump(ReadOnlySpan<byte> bytes, string name)
    {
        if (bytes.Length % Instruction.Size != 0 || !IsSwapped(bytes))
        {
            return Read(bytes, name);
        }

        var swapped = bytes.ToArray();
        for (var at = 0; at < swapped.Length; at += Instruction.Size)
        {
            swapped.AsSpan(at, sizeof(ushort)).Reverse();
            swapped.AsSpan(at + sizeof(uint), sizeof(uint)).Reverse();
        }

        // struct seccomp_data has the halves of an argument the other way round there.
        var filter = Read(swapped, name);
        return filter.Instructions.Any(instruction => Architecture.All.Any(known => known.Audit == instruction.Operand))
            ? filter
            : throw new CtraceException(FailureKind.Data, $"{name} is a seccomp filter of a big-endian machine, whose calls ctrace does not know", $"ctrace knows {string.Join(", ", Architecture.All)}");
    }

    /// <summary>Whether the codes are known ones when they are read from the other end, and are not as they stand.</summary>
    private static bool IsSwapped(ReadOnlySpan<byte> bytes)
    {
        var (little, big) = (true, true);
        for (var at = 0; at < bytes.Length; at += Instruction.Size)
        {
            little &= bytes[at + 1] == 0;
            big &= bytes[at] == 0;
        }

        return big && !little;
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
