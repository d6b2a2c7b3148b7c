using System.Numerics;
using Ctrace.Core.Linux;

namespace Ctrace.Probes;

/// <summary>A set of capabilities as the kernel keeps it.</summary>
internal static class CapabilityBits
{
    /// <summary>Their names; one that no table knows is <c>capability_N</c>.</summary>
    public static IEnumerable<string> Names(ulong bits)
    {
        for (; bits != 0; bits &= bits - 1)
        {
            yield return Name(BitOperations.TrailingZeroCount(bits));
        }
    }

    /// <summary>One's name.</summary>
    public static string Name(int number) => Capability.Name(number) ?? $"capability_{number}";
}
