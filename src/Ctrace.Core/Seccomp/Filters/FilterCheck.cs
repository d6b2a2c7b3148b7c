namespace Ctrace.Core.Seccomp.Filters;

/// <summary>
/// Whether the kernel would take a filter: bpf_check_classic and check_load_and_stores (net/core/filter.c), then
/// seccomp_check_filter (kernel/seccomp.c), of Linux 6.18.
/// </summary>
internal static class FilterCheck
{
    /// <summary>How many words of scratch memory there are: BPF_MEMWORDS (include/uapi/linux/filter.h).</summary>
    public const int MemoryWords = 16;

    private const ushort AllWords = 0xFFFF;

    /// <summary>What the kernel would refuse it for, or null.</summary>
    public static string? Problem(ReadOnlySpan<Instruction> instructions)
    {
        if (instructions.Length is 0 or > SeccompFilter.MostInstructions)
        {
            return $"it has {instructions.Length} instructions, not 1 to {SeccompFilter.MostInstructions}";
        }

        for (var at = 0; at < instructions.Length; at++)
        {
            if (Problem(instructions[at], at, instructions.Length) is { } problem)
            {
                return $"instruction {at}: {problem}";
            }
        }

        return instructions[^1].Code is Opcode.ReturnOperand or Opcode.ReturnA ? LoadsBeforeStores(instructions) : "the last instruction does not return";
    }

    private static string? Problem(Instruction instruction, int at, int length)
    {
        var (code, jumpTrue, jumpFalse, operand) = instruction;
        var rest = length - at - 1;
        return code switch
        {
            _ when !Opcode.IsKnown(code) => $"0x{code:x2} is no instruction of a seccomp filter",
            Opcode.LoadWord when operand >= SeccompData.Size || operand % sizeof(uint) != 0 => $"loads from offset {operand}, which is no word of struct seccomp_data",
            Opcode.LoadMemory or Opcode.LoadXMemory or Opcode.Store or Opcode.StoreX when operand >= MemoryWords => $"there is no scratch word {operand}",
            Opcode.Jump when operand >= rest => "jumps out of the filter",
            _ when Opcode.IsBranch(code) && (jumpTrue >= rest || jumpFalse >= rest) => "jumps out of the filter",
            _ when Opcode.IsArithmetic(code) && !Opcode.UsesX(code) => Arithmetic(Opcode.Operation(code), operand),
            _ => null,
        };
    }

    private static string? Arithmetic(Arithmetic operation, uint operand) => operation switch
    {
        Filters.Arithmetic.Divide when operand == 0 => "divides by 0",
        Filters.Arithmetic.LeftShift or Filters.Arithmetic.RightShift when operand >= 32 => $"shifts by {operand} bits",
        _ => null,
    };

    /// <summary>A word of scratch memory must have been stored on every way to where it is loaded.</summary>
    private static string? LoadsBeforeStores(ReadOnlySpan<Instruction> instructions)
    {
        Span<ushort> onEveryWay = stackalloc ushort[instructions.Length];
        onEveryWay.Fill(AllWords);
        ushort stored = 0;
        for (var at = 0; at < instructions.Length; at++)
        {
            var (code, jumpTrue, jumpFalse, operand) = instructions[at];
            stored &= onEveryWay[at];
            switch (code)
            {
                case Opcode.Store or Opcode.StoreX:
                    stored |= (ushort)(1 << (int)operand);
                    break;
                case Opcode.LoadMemory or Opcode.LoadXMemory when (stored & (1 << (int)operand)) == 0:
                    return $"instruction {at}: loads scratch word {operand} before anything was stored there";
                case Opcode.Jump:
                    onEveryWay[at + 1 + (int)operand] &= stored;
                    stored = AllWords;
                    break;
                case var _ when Opcode.IsBranch(code):
                    onEveryWay[at + 1 + jumpTrue] &= stored;
                    onEveryWay[at + 1 + jumpFalse] &= stored;
                    stored = AllWords;
                    break;
                default:
                    break;
            }
        }

        return null;
    }
}
