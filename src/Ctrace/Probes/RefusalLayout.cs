using System.Runtime.InteropServices;

namespace Ctrace.Probes;

/// <summary>struct refusal_key in bpf/abi/trace.h.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct RefusalKey
{
    public uint Slot;
    public uint Caller;
    public uint Use;
    public uint Reason;
    public ArgumentArray Values;
}

/// <summary>struct refusal_room in bpf/abi/trace.h: what a slot has taken of its share.</summary>
[StructLayout(LayoutKind.Sequential)]
internal readonly record struct RefusalRoom(ulong Lost, uint Taken, uint Zero);
