using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Ctrace.Probes;

/// <summary>struct settings in bpf/events.h: constants that the verifier sees, so that what is off costs nothing.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct SettingsLayout
{
    public const int MaxNoises = 16;

    public uint Slots;
    public uint Stripes;
    public uint V1Hierarchy;
    public uint Runtime;
    public uint Debug;
    public uint Noises;
    public NoiseRanges Noise;
}

/// <summary>struct range in bpf/events.h: kernel addresses, the end excluded.</summary>
[StructLayout(LayoutKind.Sequential)]
internal readonly record struct AddressRange(ulong Start, ulong End);

[InlineArray(SettingsLayout.MaxNoises)]
internal struct NoiseRanges
{
    private AddressRange _first;
}
