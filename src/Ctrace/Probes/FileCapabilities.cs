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

    /// <summary>What a file that a process executed needs; null when it cannot be found any more.</summary>
    /// <param name="wanted">Who executed it.</param>
    public static ulong? Find(in LookEvent wanted)
    {
        ReadOnlySpan<byte> bytes = wanted.Path;
        var path = Encoding.UTF8.GetString(bytes[..(int)Math.Min(wanted.Size, (uint)bytes.Length)]);
        return OfProcess((int)wanted.Process, path) ?? OfMount((int)wanted.Parent, wanted.Key.Device, path);
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

    // The process may have executed something else meanwhile: its link is read after the file.
    private static ulong? OfProcess(int process, string path) =>
        Read($"/proc/{process}/exe", follow: true) is { } needed && Link(process) is { } link && (link == path || link == $"{path} (deleted)") ? needed : null;

    private static string? Link(int process)
    {
        try
        {
            return new FileInfo($"/proc/{process}/exe").LinkTarget;
        }
        catch (Exception gone) when (gone is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    /// <summary>
    /// By a mount of the same file system that others have: the engine's own of a container's root, which the parent of the
    /// container's first process (the shim) sees, or the container's, which another of its processes sees.
    /// </summary>
    private static ulong? OfMount(int process, uint device, string path)
    {
        foreach (var observer in (string[])[$"{process}", "self", "1"])
        {
            foreach (var mount in Mounts(observer, $"{device >> 20}:{device & 0xfffff}"))
            {
                if (Read($"/proc/{observer}/root{mount}{path}", follow: false) is { } needed)
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

    private static ulong? Read(string path, bool follow)
    {
        Span<byte> data = stackalloc byte[MaxSize];
        var size = follow ? Libc.getxattr(path, Attribute, data, MaxSize) : Libc.lgetxattr(path, Attribute, data, MaxSize);
        return size >= 0 ? Needed(data[..(int)size])
            : Marshal.GetLastPInvokeError() is Errno.ENODATA or Errno.EOPNOTSUPP ? 0 : null;
    }
}
