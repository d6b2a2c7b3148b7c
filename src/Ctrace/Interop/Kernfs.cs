using System.Runtime.InteropServices;

namespace Ctrace.Interop;

/// <summary>What a cgroup directory is called inside of the kernel.</summary>
internal static unsafe partial class Kernfs
{
    /// <summary>The directory's kernfs id: its file handle (fs/kernfs/mount.c, kernfs_encode_fh: FILEID_KERNFS, eight bytes). Null when it is not there.</summary>
    public static ulong? Id(string path)
    {
        // struct file_handle: u32 handle_bytes, int handle_type, then the handle (name_to_handle_at(2))
        const int AT_FDCWD = -100;
        var handle = stackalloc byte[16];
        *(uint*)handle = 8;
        int mount;
        return name_to_handle_at(AT_FDCWD, path, handle, &mount, 0) == 0 ? *(ulong*)(handle + 8) : null;
    }

    [LibraryImport("libc.so.6", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int name_to_handle_at(int directory, string path, byte* handle, int* mount, int flags);
}
