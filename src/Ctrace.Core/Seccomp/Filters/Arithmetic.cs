namespace Ctrace.Core.Seccomp.Filters;

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
