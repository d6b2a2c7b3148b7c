using System.Buffers.Binary;

namespace Ctrace.Core.Seccomp.Filters;

/// <summary>One classic BPF instruction: struct sock_filter (include/uapi/linux/filter.h).</summary>
/// <param name="Code">What it does.</param>
/// <param name="JumpTrue">How many instructions a conditional jump passes over when it is taken.</param>
/// <param name="JumpFalse">And when it is not.</param>
/// <param name="Operand">K: a value, an offset or a distance.</param>
public readonly record struct Instruction(ushort Code, byte JumpTrue, byte JumpFalse, uint Operand)
{
    /// <summary>How many bytes one takes.</summary>
    public const int Size = 8;

    /// <summary>Ends a filter with an answer.</summary>
    public static Instruction Return(FilterReturn answer) => new(Opcode.ReturnOperand, 0, 0, answer.Value);

    /// <summary>Reads one in the byte order of the architectures that ctrace knows, which all are little-endian.</summary>
    public static Instruction Read(ReadOnlySpan<byte> bytes) => new(
        BinaryPrimitives.ReadUInt16LittleEndian(bytes), bytes[2], bytes[3], BinaryPrimitives.ReadUInt32LittleEndian(bytes[4..]));

    /// <summary>Writes it as <see cref="Read"/> reads it.</summary>
    public void Write(Span<byte> bytes)
    {
        BinaryPrimitives.WriteUInt16LittleEndian(bytes, Code);
        bytes[2] = JumpTrue;
        bytes[3] = JumpFalse;
        BinaryPrimitives.WriteUInt32LittleEndian(bytes[4..], Operand);
    }
}
