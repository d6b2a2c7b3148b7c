using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Ctrace.Probes;

/// <summary>struct settings in bpf/abi/trace.h: constants that the verifier sees, so that what is off costs nothing.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct SettingsLayout
{
    public uint Slots;
    public uint Stripes;
    public uint V1Hierarchy;
    public uint Runtime;
    public uint Debug;
    public uint Commands;
    public uint Self;
    public uint Failures;
    public uint Refusals;
    public uint Unconfirmed;
    public uint Hidden;
    private readonly uint _zero;
    public ulong V2Top;
    public ulong V1Top;
    public RoomCounts Share;
    public RoomCounts Pool;
}

/// <summary>struct range in bpf/abi/trace.h: kernel addresses, the end excluded.</summary>
[StructLayout(LayoutKind.Sequential)]
internal readonly record struct AddressRange(ulong Start, ulong End);

/// <summary>As many as NOISES in bpf/abi/trace.h; unused ones are zeros.</summary>
[InlineArray(Max)]
internal struct NoiseRanges
{
    public const int Max = 8;

    private AddressRange _first;

    /// <summary>The running kernel's.</summary>
    public static NoiseRanges From(IReadOnlyList<AddressRange> ranges)
    {
        var noise = default(NoiseRanges);
        for (var i = 0; i < ranges.Count; i++)
        {
            noise[i] = ranges[i];
        }

        return noise;
    }
}
