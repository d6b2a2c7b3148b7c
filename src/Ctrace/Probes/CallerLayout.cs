using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Ctrace.Probes;

/// <summary>struct executable in bpf/abi/trace.h.</summary>
[StructLayout(LayoutKind.Sequential)]
internal readonly record struct ExecutableLayout(ulong Count, uint Caller, uint Zero);

/// <summary>struct caller_key in bpf/abi/trace.h.</summary>
[StructLayout(LayoutKind.Sequential)]
internal readonly record struct CallerKey(uint Slot, uint Caller, uint Use, uint Zero);

/// <summary>struct caller_uses in bpf/abi/trace.h: a bit for each use.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct CallerUsesLayout
{
    public UseBits Made;

    /// <summary>Which uses there are, in order, but for those that were there before.</summary>
    public readonly List<uint> Uses(in CallerUsesLayout before = default)
    {
        var uses = new List<uint>();
        for (var word = 0; word < UseBits.Words; word++)
        {
            for (var bits = Made[word] & ~before.Made[word]; bits != 0; bits &= bits - 1)
            {
                uses.Add((uint)(word * 64) + (uint)ulong.TrailingZeroCount(bits));
            }
        }

        return uses;
    }
}

[InlineArray(Words)]
internal struct UseBits
{
    public const int Words = (CounterLayout.Size + ((1 + HeldBits.Holdings) * 64)) / 64;

    private ulong _first;
}
