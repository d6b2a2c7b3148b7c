using System.Runtime.InteropServices;

namespace Ctrace.Interop;

/// <summary>
/// <c>struct statx</c> (include/uapi/linux/stat.h), which is laid out alike on all architectures, as <c>struct stat</c> is not.
/// </summary>
[StructLayout(LayoutKind.Explicit, Size = 256)]
internal struct FileStatus
{
    [FieldOffset(20)]
    public uint Owner;

    [FieldOffset(24)]
    public uint Group;

    [FieldOffset(28)]
    public ushort Mode;

    [FieldOffset(32)]
    public ulong Inode;

    [FieldOffset(40)]
    public ulong Size;

    [FieldOffset(96)]
    public long ChangeSeconds;

    [FieldOffset(104)]
    public uint ChangeNanoseconds;

    [FieldOffset(136)]
    public uint DeviceMajor;

    [FieldOffset(140)]
    public uint DeviceMinor;

    public readonly bool IsRegular => (Mode & Libc.S_IFMT) == Libc.S_IFREG;

    public readonly bool IsLink => (Mode & Libc.S_IFMT) == Libc.S_IFLNK;

    public readonly bool IsSocket => (Mode & Libc.S_IFMT) == Libc.S_IFSOCK;

    public readonly bool IsDirectory => (Mode & Libc.S_IFMT) == Libc.S_IFDIR;
}
