using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Ctrace.Probes;

/// <summary>What is looked at in a call: enum note_kind in bpf/abi/trace.h.</summary>
internal enum NoteKind : uint
{
    Nothing = 0,
    Bind = 1,
    Socket = 2,
    SetSocketOption = 3,
    SocketCall = 4,
    Seccomp = 5,
    Prctl = 6,
    Scheduler = 7,
    Attributes = 8,
    Priority = 9,
    Lock = 10,
    Capset = 11,
}

/// <summary>enum noted in bpf/abi/trace.h.</summary>
[Flags]
internal enum NotedFlags : uint
{
    None = 0,
    Ping = 1,
    Ping6 = 2,
    FilterNotifies = 4,
    FilterTraces = 8,
    FilterUnknown = 16,
    Realtime = 32,
    Nice = 64,
    Locked = 128,
}

/// <summary>struct notes in bpf/abi/trace.h.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct NotesLayout
{
    /// <summary>NOTED_PORTS.</summary>
    public const int MaxPort = 1024;

    /// <summary>NOTED_PROTOCOLS.</summary>
    public const int Protocols = 7;

    public uint Seen;
    public uint Zero;
    public PortBits Ports;

    [InlineArray(Protocols * MaxPort / 64)]
    internal struct PortBits
    {
        private ulong _first;
    }
}
