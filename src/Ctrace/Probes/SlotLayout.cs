using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Ctrace.Probes;

/// <summary>State of a slot: enum slot_state in bpf/abi/trace.h.</summary>
internal enum SlotState : uint
{
    Free = 0,
    Live = 1,
    Ended = 2,
    Closed = 3,
}

/// <summary>What is known of a slot: enum slot_flags in bpf/abi/trace.h.</summary>
[Flags]
internal enum SlotFlags : uint
{
    None = 0,
    Unconfined = 1,
    Armed = 2,
    Started = 4,
    Command = 8,
    NoNewPrivileges = 16,
    RanBefore = 32,
    CallersLost = 64,
    LooksLost = 128,
    Confirmed = 256,
    Restarted = 512,
}

/// <summary>struct slot in bpf/abi/trace.h: one traced container.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct SlotLayout
{
    public uint State;
    public uint Flags;
    public uint UserNamespace;
    public uint Cgroups;
    public ulong Unknown;
    public ulong Lost;
    public ulong FirstNanoseconds;
    public uint Callers;
    public uint FirstUses;
    public RoomCounts Taken;
    public RoomCounts Borrowed;
    public NameBytes Name;
    public CapabilityCounts Granted;
    public CapabilityCounts Denied;
    public HeldBits Held;
    public ulong Bounding;
    public ulong Root;
}

/// <summary>struct counters in bpf/abi/trace.h: native numbers from 0, compat from 512, x32 from 1024.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct CounterLayout
{
    public const int CompatBase = 512;
    public const int X32Base = 1024;
    public const int Size = 2048;

    public CallCounts Calls;
}

[InlineArray(128)]
internal struct NameBytes
{
    private byte _first;
}

[InlineArray(64)]
internal struct CapabilityCounts
{
    private ulong _first;
}

/// <summary>A bit for each capability, by enum holding in bpf/abi/trace.h.</summary>
[InlineArray(Holdings)]
internal struct HeldBits
{
    public const int Holdings = 3;

    private ulong _first;
}

[InlineArray(CounterLayout.Size)]
internal struct CallCounts
{
    private ulong _first;
}

[InlineArray(248)]
internal struct PathBytes
{
    private byte _first;
}

[InlineArray(64)]
internal struct IdBytes
{
    private byte _first;
}

/// <summary>struct container_key in bpf/abi/trace.h.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct ContainerKey
{
    public IdBytes Id;

    /// <summary>A container's, by its 64 hexadecimal digits.</summary>
    public static ContainerKey Of(string id)
    {
        var key = default(ContainerKey);
        System.Text.Encoding.ASCII.GetBytes(id, key.Id);
        return key;
    }
}

/// <summary>struct outcome_key in bpf/abi/trace.h.</summary>
[StructLayout(LayoutKind.Sequential)]
internal readonly record struct OutcomeKey(uint Slot, ushort Number, byte Abi, byte Kind, uint Error);

/// <summary>struct executable_key in bpf/abi/trace.h.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct ExecutableKey
{
    public uint Slot;
    public uint Zero;
    public PathBytes Path;
}

/// <summary>struct shared in bpf/abi/trace.h: what both sides write.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct SharedLayout
{
    public uint Generation;
    public uint Unconfirmed;
    public ulong Misplaced;
    public ulong Missed;
    public RoomCounts Borrowed;
    public uint Zero;
    public NameBytes MisplacedName;
}

/// <summary>struct untraced in bpf/abi/trace.h.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct UntracedName
{
    public NameBytes Name;
}
