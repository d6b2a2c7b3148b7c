namespace Ctrace.Core.Seccomp.Filters;

/// <summary>What a conditional jump compares by, unsigned; the values are bits of its code (include/uapi/linux/bpf_common.h).</summary>
internal enum Comparison
{
    Equal = 0x10,
    Greater = 0x20,
    GreaterOrEqual = 0x30,

    /// <summary>JSET: any bit of the operand is set.</summary>
    AnyBit = 0x40,
}
