using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Ctrace.Probes;

/// <summary>struct look_key in bpf/abi/trace.h: a file that was executed.</summary>
[StructLayout(LayoutKind.Sequential)]
internal readonly record struct LookKey(uint Slot, uint Device, ulong Inode);

/// <summary>struct look in bpf/abi/trace.h: what is known of its capabilities.</summary>
[StructLayout(LayoutKind.Sequential)]
internal readonly record struct LookLayout(ulong Time, ulong Bounding, ulong File, uint Caller, uint Seen);

/// <summary>struct look_event in bpf/abi/trace.h: that a look is wanted.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct LookEvent
{
    public LookKey Key;
    public uint Process;
    public uint Parent;
    public uint Size;
    public uint Zero;
    public LookPath Path;
}

[InlineArray(1024)]
internal struct LookPath
{
    private byte _first;
}
