namespace Ctrace.Core.Seccomp.Filters;

/// <summary>The classic BPF instructions that the kernel takes in a seccomp filter (kernel/seccomp.c, seccomp_check_filter), by their code.</summary>
/// <remarks>include/uapi/linux/bpf_common.h: the low three bits are the class, bit 3 the operand (0 K, 1 X), the rest the operation.</remarks>
internal static class Opcode
{
    public const ushort LoadImmediate = 0x00, LoadWord = 0x20, LoadMemory = 0x60, LoadLength = 0x80;
    public const ushort LoadXImmediate = 0x01, LoadXMemory = 0x61, LoadXLength = 0x81;
    public const ushort Store = 0x02, StoreX = 0x03;
    public const ushort Jump = 0x05;
    public const ushort ReturnOperand = 0x06, ReturnA = 0x16;
    public const ushort MoveToX = 0x07, MoveToA = 0x87;

    /// <summary>The bit that says X instead of K.</summary>
    public const ushort X = 0x08;

    private const ushort ClassBits = 0x07, ArithmeticClass = 0x04, JumpClass = 0x05, OperationBits = 0xF0;

    /// <summary>Whether the code is an arithmetic one that a seccomp filter may have; all but modulo.</summary>
    public static bool IsArithmetic(ushort code) => (code & ~(OperationBits | X)) == ArithmeticClass
        && (Operation(code) is >= Arithmetic.Add and <= Arithmetic.RightShift or Arithmetic.ExclusiveOr || code == ((ushort)Arithmetic.Negate | ArithmeticClass));

    /// <summary>Whether the code is a conditional jump.</summary>
    public static bool IsBranch(ushort code) => (code & ~(OperationBits | X)) == JumpClass && (code & OperationBits) is >= 0x10 and <= 0x40;

    /// <summary>What an arithmetic code does.</summary>
    public static Arithmetic Operation(ushort code) => (Arithmetic)(code & OperationBits);

    /// <summary>What a conditional jump compares by.</summary>
    public static Comparison Comparison(ushort code) => (Comparison)(code & OperationBits);

    /// <summary>Whether the operand is X.</summary>
    public static bool UsesX(ushort code) => (code & X) != 0;

    /// <summary>Whether seccomp_check_filter lets the code pass.</summary>
    public static bool IsKnown(ushort code) => code is LoadImmediate or LoadWord or LoadMemory or LoadLength or LoadXImmediate or LoadXMemory or LoadXLength
        or Store or StoreX or Jump or ReturnOperand or ReturnA or MoveToX or MoveToA || IsArithmetic(code) || IsBranch(code);
}

/// <summary>What an arithmetic instruction does with the accumulator; the values are bits of its code (include/uapi/linux/bpf_common.h).</summary>
internal enum Arithmetic
{
    Add = 0x00,
    Subtract = 0x10,
    Multiply = 0x20,
    Divide = 0x30,
    Or = 0x40,
    And = 0x50,
    LeftShift = 0x60,
    RightShift = 0x70,
    Negate = 0x80,
    ExclusiveOr = 0xA0,
}

/// <summary>What a conditional jump compares by, unsigned; the values are bits of its code (include/uapi/linux/bpf_common.h).</summary>
internal enum Comparison
{
    Equal = 0x10,
    Greater = 0x20,
    GreaterOrEqual = 0x30,

    /// <summary>JSET: any bit of the operand is set.</summary>
    AnyBit = 0x40,
}
