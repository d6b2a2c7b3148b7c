using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Ctrace.Probes;

/// <summary>struct start in bpf/abi/trace.h: one start of a container.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct StartLayout
{
    public ulong Born;
    public ulong FirstNanoseconds;
    public ulong EndNanoseconds;
    public ArrivalBits Signals;
    public uint Process;
    public uint Status;
}

/// <summary>Signals, a bit each, by enum arrival in bpf/abi/trace.h.</summary>
[InlineArray(4)]
internal struct ArrivalBits
{
    private ulong _first;
}

[InlineArray(Count)]
internal struct StartSlots
{
    public const int Count = 8;

    private StartLayout _first;
}

/// <summary>struct life in bpf/abi/trace.h: the starts of a slot's container.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct LifeLayout
{
    public uint Starts;
    public uint Zero;
    public StartSlots At;
}
