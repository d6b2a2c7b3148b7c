using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Ctrace.Probes;

/// <summary>What is done with a call: enum file_action in bpf/abi/files.h.</summary>
internal enum FileAction : byte
{
    Ignored = 0,
    Opened = 1,
    Named = 2,
    Moved = 3,
    Linked = 4,
    Given = 5,
    Controlled = 6,
    Mapped = 7,
    MappedOld = 8,
    Socket = 9,
    SocketCall = 10,
    Address = 11,
    Signal = 12,
    Mount = 13,
    Umount = 14,
    Pivot = 15,
    MoveMount = 16,
}

/// <summary>What was used: enum use_kind in bpf/abi/files.h.</summary>
internal enum UseKind : byte
{
    File = 0,
    Directory = 1,
    Path = 2,
    PathDirectory = 3,
    PathEither = 4,
    PathByFlag = 5,
    Link = 6,
    Network = 7,
    Signal = 8,
    Mount = 9,
    Umount = 10,
    Pivot = 11,
    MoveMount = 12,
}

/// <summary>struct file_plan in bpf/abi/files.h.</summary>
[StructLayout(LayoutKind.Sequential)]
internal readonly record struct FilePlan(FileAction Action, byte First, byte Second, byte Kind, uint Modes);

/// <summary>struct resource_key in bpf/abi/files.h.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct ResourceKey
{
    public uint Slot;
    public UseKind Kind;
    public byte Any;
    public ushort Zero;
    public uint Value;
    public uint ZeroToo;
    public UseText Text;
}

/// <summary>As long as USE_TEXT in bpf/abi/files.h.</summary>
[InlineArray(496)]
internal struct UseText
{
    private byte _first;
}

/// <summary>struct file_state in bpf/abi/files.h.</summary>
[StructLayout(LayoutKind.Sequential)]
internal readonly record struct FileState(uint Lost);
