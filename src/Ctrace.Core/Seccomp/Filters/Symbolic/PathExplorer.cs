using System.Collections.Immutable;

namespace Ctrace.Core.Seccomp.Filters.Symbolic;

/// <summary>
/// Finds all ways that a call can take through filters: its number and architecture are known, its arguments as a rule are not.
/// </summary>
internal sealed class PathExplorer(IReadOnlyList<SeccompFilter> filters)
{
    /// <summary>
    /// The most steps for one call: eight times what all filters of one process can have (kernel/seccomp.c,
    /// MAX_INSNS_PER_PATH). A filter can be made to have more ways than anybody can follow.
    /// </summary>
    private const int MostSteps = 8 * 32768;

    /// <summary>The most ways for one call; no call has ten in Docker's default profile.</summary>
    private const int MostPaths = 512;

    /// <summary>The most steps for all calls together: some seconds.</summary>
    private const long MostStepsInAll = 1L << 25;

    /// <summary>How much is looked at for one call to find out that a way cannot be gone.</summary>
    private const int MostDoubts = 1 << 16;

    private readonly Stack<PathState> _open = new();
    private long _left = MostStepsInAll;

    /// <summary>All ways, and whether that is all.</summary>
    /// <param name="number">The call's number.</param>
    /// <param name="architecture">AUDIT_ARCH_*.</param>
    /// <param name="known">What is known of its arguments.</param>
    public (ImmutableArray<FilterPath> Paths, bool IsComplete) Explore(int number, uint architecture, params ReadOnlySpan<KnownArgument> known)
    {
        var paths = ImmutableArray.CreateBuilder<FilterPath>();
        var steps = Math.Min(MostSteps, _left);
        _left -= steps;
        var doubts = MostDoubts;
        _open.Clear();
        _open.Push(new PathState(Start(number, architecture, known)));
        while (_open.TryPop(out var path))
        {
            while (path is not null && path.Filter < filters.Count)
            {
                steps -= 1 + path.Burden;
                if (steps < 0 || paths.Count == MostPaths)
                {
                    return (paths.ToImmutable(), false);
                }

                path = Step(path, filters[path.Filter].Instructions[path.At]);
            }

            if (path?.ToPath() is { } found && found.IsPossible(ref doubts))
            {
                paths.Add(found);
            }
        }

        _left += Math.Max(steps, 0);
        return (paths.ToImmutable(), true);
    }

    /// <summary>
    /// Arguments have 64 bits in every architecture: of int $0x80 in a 64-bit program the filter sees the whole registers
    /// (arch/x86/include/asm/syscall.h, syscall_get_arguments), though the call itself takes the lower halves.
    /// </summary>
    private static WordRange[] Start(int number, uint architecture, ReadOnlySpan<KnownArgument> known)
    {
        var words = new WordRange[SeccompData.Words];
        Array.Fill(words, WordRange.Any);
        words[0] = WordRange.Of((uint)number);
        words[1] = WordRange.Of(architecture);
        foreach (var (index, mask, value) in known)
        {
            var low = SeccompData.FirstArgumentWord + (2 * index);
            words[low] = Bits((uint)mask, (uint)value);
            words[low + 1] = Bits((uint)(mask >> 32), (uint)(value >> 32));
        }

        return words;
    }

    private static WordRange Bits(uint mask, uint value) => WordRange.Any.With(new WordTest(mask, true, value & mask), holds: true)!;

    /// <summary>Does one instruction; null when no call goes on this way.</summary>
    private PathState? Step(PathState path, Instruction instruction)
    {
        var (code, jumpTrue, jumpFalse, k) = instruction;
        path.At++;
        switch (code)
        {
            case Opcode.LoadWord: path.A = path.Load((int)k / sizeof(uint)); break;
            case Opcode.LoadImmediate: path.A = new Constant(k); break;
            case Opcode.LoadMemory: path.A = path.LoadMemory(k); break;
            case Opcode.LoadLength: path.A = new Constant(SeccompData.Size); break;
            case Opcode.LoadXImmediate: path.X = new Constant(k); break;
            case Opcode.LoadXMemory: path.X = path.LoadMemory(k); break;
            case Opcode.LoadXLength: path.X = new Constant(SeccompData.Size); break;
            case Opcode.Store: path.StoreMemory(k, path.A); break;
            case Opcode.StoreX: path.StoreMemory(k, path.X); break;
            case Opcode.MoveToX: path.X = path.A; break;
            case Opcode.MoveToA: path.A = path.X; break;
            case Opcode.Jump: path.At += (int)k; break;
            case Opcode.ReturnOperand: path.Return(new FilterReturn(k)); break;
            case Opcode.ReturnA: path.Return(path.A is Constant value ? new FilterReturn(value.Value) : null); break;
            case var _ when Opcode.IsBranch(code):
                return Branch(path, Opcode.Comparison(code), Opcode.UsesX(code) ? path.X : new Constant(k), jumpTrue, jumpFalse);
            default:
                return Calculate(path, Opcode.Operation(code), Opcode.UsesX(code) ? path.X : new Constant(k));
        }

        return path;
    }

    private PathState? Branch(PathState path, Comparison comparison, Expression operand, int jumpTrue, int jumpFalse)
    {
        if (jumpTrue != jumpFalse && path.Decide(path.A, comparison, operand) is null)
        {
            var other = path.Fork();
            if (other.Assume(other.A, comparison, operand, holds: false))
            {
                other.At += jumpFalse;
                _open.Push(other);
            }

            if (!path.Assume(path.A, comparison, operand, holds: true))
            {
                return null;
            }

            path.At += jumpTrue;
            return path;
        }

        path.At += jumpTrue == jumpFalse || path.Decide(path.A, comparison, operand) == true ? jumpTrue : jumpFalse;
        return path;
    }

    /// <summary>Arithmetic; division by 0 ends the filter with 0 (net/core/filter.c, bpf_convert_filter).</summary>
    private PathState? Calculate(PathState path, Arithmetic operation, Expression operand)
    {
        if (operation == Arithmetic.Divide && operand is not Constant { Value: > 0 })
        {
            var byZero = path.Decide(operand, Comparison.Equal, Constant.Zero);
            if (byZero != false)
            {
                var ending = path.Fork();
                if (byZero == true || ending.Assume(operand, Comparison.Equal, Constant.Zero, holds: true))
                {
                    ending.Return(new FilterReturn(0));
                    _open.Push(ending);
                }
            }

            if (byZero == true || (byZero is null && !path.Assume(operand, Comparison.Equal, Constant.Zero, holds: false)))
            {
                return null;
            }
        }

        path.A = Expression.Apply(operation, path.A, operand);
        return path;
    }
}
