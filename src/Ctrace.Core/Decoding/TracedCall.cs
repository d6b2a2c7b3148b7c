using System.Collections.Immutable;
using Ctrace.Core.Decoding.Capture;
using Ctrace.Core.Linux;

namespace Ctrace.Core.Decoding;

/// <summary>One syscall of a traced program, with the memory that its <see cref="CapturePlan"/> asked for.</summary>
internal sealed class TracedCall
{
    private readonly ImmutableArray<ulong> _arguments;

    /// <summary>Describes a call.</summary>
    /// <param name="architecture">Whose numbering.</param>
    /// <param name="number">As the register held it; for x32 with or without bit 30.</param>
    /// <param name="arguments">The argument registers, up to six, as wide as they are; missing ones are 0.</param>
    /// <param name="result">What the kernel answered, -errno for an error; null while (or if) it has not.</param>
    /// <param name="duration">From entry to exit.</param>
    /// <param name="memory">The copies, in any order.</param>
    public TracedCall(
        Architecture architecture, int number, ImmutableArray<ulong> arguments, long? result, TimeSpan duration, ImmutableArray<CapturedMemory> memory)
    {
        Architecture = architecture;
        Number = number;
        _arguments = arguments;
        Result = result;
        Duration = duration;
        Memory = memory;
    }

    /// <summary>The architecture whose number the call is.</summary>
    public Architecture Architecture { get; }

    /// <summary>The number.</summary>
    public int Number { get; }

    /// <summary>The result, -errno for an error; null: the call has not returned.</summary>
    public long? Result { get; }

    /// <summary>From entry to exit.</summary>
    public TimeSpan Duration { get; }

    /// <summary>What was copied.</summary>
    public ImmutableArray<CapturedMemory> Memory { get; }

    /// <summary>An argument by index from 0, as wide as the architecture's registers are; 0 for one that there is not.</summary>
    public ulong Argument(int index)
    {
        var value = (uint)index < (uint)_arguments.Length ? _arguments[index] : 0;
        return Is32Bit ? (uint)value : value;
    }

    /// <summary>Registers of 32 bits (i386, arm).</summary>
    internal bool Is32Bit => Architecture == Architecture.I386 || Architecture == Architecture.Arm;

    /// <summary>The size of a pointer in memory.</summary>
    internal int WordSize => Is32Bit || Architecture == Architecture.X32 ? 4 : 8;

    /// <summary>The error (positive), or 0 when there is none. MAX_ERRNO is 4095 (include/linux/err.h).</summary>
    internal int Error => Result is >= -4095 and < 0 and var result ? (int)-result : 0;

    /// <summary>It has returned, and not with an error.</summary>
    internal bool Succeeded => Result is not null && Error == 0;
}
