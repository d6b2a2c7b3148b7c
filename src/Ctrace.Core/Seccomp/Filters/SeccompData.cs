using System.Runtime.CompilerServices;

namespace Ctrace.Core.Seccomp.Filters;

/// <summary>What a filter sees of a call: struct seccomp_data (include/uapi/linux/seccomp.h), 64 bytes.</summary>
/// <param name="Number">The call's number; of x32 with bit 30.</param>
/// <param name="Architecture">AUDIT_ARCH_*.</param>
/// <param name="InstructionPointer">Where it was made: the address behind the instruction.</param>
/// <param name="Arguments">The six arguments.</param>
public readonly record struct SeccompData(int Number, uint Architecture, ulong InstructionPointer, SeccompData.Six Arguments)
{
    /// <summary>Its size in bytes.</summary>
    public const int Size = 64;

    /// <summary>How many words of 32 bits it has.</summary>
    public const int Words = Size / sizeof(uint);

    /// <summary>Where the words begin that a caller chooses: the number and the architecture come before them.</summary>
    internal const int FirstFreeWord = 2;

    /// <summary>Where the arguments begin.</summary>
    internal const int FirstArgumentWord = 4;

    /// <summary>One of its 32-bit words, as a little-endian machine has them: the lower half of a value comes first.</summary>
    /// <param name="word">0 to 15.</param>
    public uint Word(int word) => word switch
    {
        0 => (uint)Number,
        1 => Architecture,
        2 => (uint)InstructionPointer,
        3 => (uint)(InstructionPointer >> 32),
        _ => (uint)(Arguments[(word - FirstArgumentWord) / 2] >> (word % 2 * 32)),
    };

    /// <summary>Six arguments.</summary>
    [InlineArray(6)]
    public struct Six
    {
        private ulong _first;

        /// <summary>The first arguments; the rest is 0.</summary>
        public static Six Of(params ReadOnlySpan<ulong> values)
        {
            var six = default(Six);
            values.CopyTo(six);
            return six;
        }
    }
}
