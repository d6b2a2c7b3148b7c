using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Text;
using Ctrace.Core.Linux;
using Ctrace.Interop;

namespace Ctrace.Probes;

/// <summary>The capabilities without which a file cannot be executed, read while its process is there, or at least its file system.</summary>
internal static class FileCapabilities
{
    private const string Attribute = "security.capability";
    private const int MaxSize = 24;

    /// <summary>
    /// What a file that a process executed needs; null when it cannot be found any more, or has been changed since. A container can put
    /// another file there meanwhile, of a file system that never answers: what is opened is not asked before it is known to be that file.
    /// </summary>
    /// <param name="wanted">Who executed it.</param>
    /// <param name="executed">When, in nanoseconds since 1970.</param>
    public static ulong? Find(in LookEvent wanted, long executed)
    {
        using var file = Libc.open($"/proc/{wanted.Process}/exe", Libc.O_PATH | Libc.O_CLOEXEC, 0);
        if (Read(file, wanted.Key, executed) is { } needed)
        {
            return needed;
        }

        ReadOnlySpan<byte> bytes = wanted.Path;
        return OfMount((int)wanted.Parent, wanted.Key, executed, Encoding.UTF8.GetString(bytes[..(int)Math.Min(wanted.Size, (uint)bytes.Length)]));
    }

    /// <summary>
    /// What struct vfs_cap_data says (include/uapi/linux/capability.h): the permitted set, where it is made effective. Without that the
    /// file is executed with whatever there is (security/commoncap.c, bprm_caps_from_vfs_caps).
    /// </summary>
    public static ulong Needed(ReadOnlySpan<byte> data)
    {
        const uint Effective = 1, Revision = 0xff000000, First = 0x01000000;
        if (data.Length < 12 || BinaryPrimitives.ReadUInt32LittleEndian(data) is var magic && (magic & Effective) == 0)
        {
            return 0;
        }

        ulong permitted = BinaryPrimitives.ReadUInt32LittleEndian(data[4..]);
        return (magic & Revision) == First || data.Length < 20 ? permitted : permitted | ((ulong)BinaryPrimitives.ReadUInt32LittleEndian(data[12..]) << 32);
    }

    /// <summary>
    /// By a mount of the same file system that others have: the engine's own of a container's root, which the parent of the
    /// container's first process (the shim) sees. No process of the container's is asked.
    /// </summary>
    private static ulong? OfMount(int parent, in LookKey key, long executed, string path)
    {
        foreach (var observer in parent > 0 ? (string[])[$"{parent}", "self", "1"] : ["self", "1"])
        {
            foreach (var mount in Mounts(observer, $"{key.Device >> 20}:{key.Device & 0xfffff}"))
            {
                using var top = Libc.open($"/proc/{observer}/root{mount}", Libc.O_PATH | Libc.O_DIRECTORY | Libc.O_CLOEXEC, 0);
                using var file = top.IsInvalid ? top : Libc.OpenBeneath(top, path.TrimStart('/'), (ulong)(Libc.O_PATH | Libc.O_NOFOLLOW | Libc.O_CLOEXEC));
                if (Read(file, key, executed) is { } needed)
                {
                    return needed;
                }
            }
        }

        return null;
    }

    // proc_pid_mountinfo(5): id, parent, device, root within the file system, place. What a root has blanks in is escaped, and found nowhere.
    private static IEnumerable<string> Mounts(string process, string device)
    {
        string[] lines;
        try
        {
            lines = File.ReadAllLines($"/proc/{process}/mountinfo");
        }
        catch (Exception gone) when (gone is IOException or UnauthorizedAccessException)
        {
            return [];
        }

        return lines.Select(line => line.Split(' ')).Where(fields => fields.Length > 4 && fields[2] == device && fields[3] == "/").Select(fields => fields[4].TrimEnd('/'));
    }

    private static ulong? Read(FileDescriptor file, in LookKey key, long executed)
    {
        // What the kernel knows by itself: the file system is not asked.
        const int Known = Libc.AT_EMPTY_PATH | Libc.AT_STATX_DONT_SYNC;
        if (file.IsInvalid || Libc.statx(file, "", Known, Libc.STATX_BASIC_STATS, out var status) != 0
            || (status.DeviceMajor << 20 | status.DeviceMinor) != key.Device || status.Inode != key.Inode
            || (status.ChangeSeconds * 1_000_000_000) + status.ChangeNanoseconds > executed)
        {
            return null;
        }

        Span<byte> data = stackalloc byte[MaxSize];
        var size = Libc.getxattr($"/proc/self/fd/{file.DangerousGetHandle()}", Attribute, data, MaxSize);
        return size >= 0 ? Needed(data[..(int)size])
            : Marshal.GetLastPInvokeError() is Errno.ENODATA or Errno.EOPNOTSUPP ? 0 : null;
    }
}
