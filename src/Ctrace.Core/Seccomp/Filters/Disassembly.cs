using System.Text;

namespace Ctrace.Core.Seccomp.Filters;

/// <summary>A filter as text, one instruction a line, with the fields of struct seccomp_data and the actions by their names.</summary>
public static class Disassembly
{
    /// <summary>All of it: <c>  12: jeq 0x3e, 14, 20</c>, jumps with the instruction that they lead to.</summary>
    public static string Write(SeccompFilter filter)
    {
        ArgumentNullException.ThrowIfNull(filter);
        var text = new StringBuilder();
        var width = (filter.Instructions.Length - 1).ToString().Length;
        for (var at = 0; at < filter.Instructions.Length; at++)
        {
            text.Append("  ").Append(at.ToString().PadLeft(width)).Append(": ").Append(Line(filter.Instructions[at], at)).Append('\n');
        }

        return text.ToString();
    }

    private static string Line(Instruction instruction, int at)
    {
        var (code, jumpTrue, jumpFalse, k) = instruction;
        var operand = Opcode.UsesX(code) ? "x" : $"0x{k:x}";
        return code switch
        {
            Opcode.LoadWord => $"ld {Field(k)}",
            Opcode.LoadImmediate => $"ld #0x{k:x}",
            Opcode.LoadMemory => $"ld m[{k}]",
            Opcode.LoadLength => "ld length",
            Opcode.LoadXImmediate => $"ldx #0x{k:x}",
            Opcode.LoadXMemory => $"ldx m[{k}]",
            Opcode.LoadXLength => "ldx length",
            Opcode.Store => $"st m[{k}]",
            Opcode.StoreX => $"stx m[{k}]",
            Opcode.MoveToX => "tax",
            Opcode.MoveToA => "txa",
            Opcode.Jump => $"ja {at + 1 + (long)k}",
            Opcode.ReturnOperand => $"ret {new FilterReturn(k)}",
            Opcode.ReturnA => "ret a",
            _ when Opcode.IsBranch(code) => $"{Name(Opcode.Comparison(code))} {operand}, {at + 1 + jumpTrue}, {at + 1 + jumpFalse}",
            _ when Opcode.Operation(code) == Arithmetic.Negate => "neg",
            _ => $"{Name(Opcode.Operation(code))} {operand}",
        };
    }

    /// <summary>The field of struct seccomp_data at an offset: <c>nr</c>, <c>arg1.high</c>.</summary>
    internal static string Field(uint offset) => offset switch
    {
        0 => "nr",
        4 => "arch",
        8 => "ip.low",
        12 => "ip.high",
        _ => $"arg{(offset - 16) / 8}.{(offset % 8 == 0 ? "low" : "high")}",
    };

    private static string Name(Comparison comparison) => comparison switch
    {
        Comparison.Equal => "jeq",
        Comparison.Greater => "jgt",
        Comparison.GreaterOrEqual => "jge",
        _ => "jset",
    };

    private static string Name(Arithmetic operation) => operation switch
    {
        Arithmetic.Add => "add",
        Arithmetic.Subtract => "sub",
        Arithmetic.Multiply => "mul",
        Arithmetic.Divide => "div",
        Arithmetic.Or => "or",
        Arithmetic.And => "and",
        Arithmetic.LeftShift => "lsh",
        Arithmetic.RightShift => "rsh",
        _ => "xor",
    };
}
