namespace Ctrace.Core.Seccomp.Filters;

/// <summary>Runs filters as the kernel does.</summary>
public static class Simulator
{
    /// <summary>What one filter returns for a call.</summary>
    public static FilterReturn Run(SeccompFilter filter, in SeccompData data)
    {
        ArgumentNullException.ThrowIfNull(filter);
        Span<uint> memory = stackalloc uint[FilterCheck.MemoryWords];

        // Both begin as 0 (net/core/filter.c, bpf_convert_filter), and the check has seen that memory is stored before it is loaded.
        uint a = 0, x = 0;
        for (var at = 0; ; at++)
        {
            var (code, jumpTrue, jumpFalse, operand) = filter.Instructions[at];
            switch (code)
            {
                case Opcode.LoadWord: a = data.Word((int)operand / sizeof(uint)); break;
                case Opcode.LoadImmediate: a = operand; break;
                case Opcode.LoadMemory: a = memory[(int)operand]; break;
                case Opcode.LoadLength: a = SeccompData.Size; break;
                case Opcode.LoadXImmediate: x = operand; break;
                case Opcode.LoadXMemory: x = memory[(int)operand]; break;
                case Opcode.LoadXLength: x = SeccompData.Size; break;
                case Opcode.Store: memory[(int)operand] = a; break;
                case Opcode.StoreX: memory[(int)operand] = x; break;
                case Opcode.MoveToX: x = a; break;
                case Opcode.MoveToA: a = x; break;
                case Opcode.Jump: at += (int)operand; break;
                case Opcode.ReturnOperand: return new FilterReturn(operand);
                case Opcode.ReturnA: return new FilterReturn(a);
                case var _ when Opcode.IsBranch(code):
                    at += ArithmeticRule.Holds(Opcode.Comparison(code), a, Opcode.UsesX(code) ? x : operand) ? jumpTrue : jumpFalse;
                    break;
                default:
                    var operation = Opcode.Operation(code);
                    var value = Opcode.UsesX(code) ? x : operand;
                    if (operation == Arithmetic.Divide && value == 0)
                    {
                        // The filter returns 0 (net/core/filter.c, bpf_convert_filter).
                        return new FilterReturn(0);
                    }

                    a = ArithmeticRule.Apply(operation, a, value);
                    break;
            }
        }
    }

    /// <summary>What the kernel does when several filters are loaded: each is asked, the lowest answer counts.</summary>
    /// <param name="filters">The newest first, as PTRACE_SECCOMP_GET_FILTER numbers them; none allows.</param>
    /// <param name="data">The call.</param>
    public static FilterReturn Run(IReadOnlyList<SeccompFilter> filters, in SeccompData data)
    {
        ArgumentNullException.ThrowIfNull(filters);
        var answer = new FilterReturn(SeccompAction.Allow);
        foreach (var filter in filters)
        {
            answer = Lower(answer, Run(filter, data));
        }

        return answer;
    }

    /// <summary>The answer that counts; of equal ones that of the newer filter, with its data (kernel/seccomp.c, seccomp_run_filters).</summary>
    /// <param name="newer">What counts of the filters before, beginning with the newest.</param>
    /// <param name="older">The next one's.</param>
    internal static FilterReturn Lower(FilterReturn newer, FilterReturn older) => older.Precedence < newer.Precedence ? older : newer;
}
