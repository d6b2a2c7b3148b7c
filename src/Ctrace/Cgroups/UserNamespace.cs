using Ctrace.Interop;

namespace Ctrace.Cgroups;

/// <summary>In which user namespace a container is that runs already.</summary>
internal static class UserNamespace
{
    private const nuint NS_GET_USERNS = 0xB701; // _IO(0xb7, 1), include/uapi/linux/nsfs.h

    /// <summary>
    /// The inode number of a container's own user namespace, by one of its processes: the namespace that owns the process's pid namespace
    /// (ioctl_ns(2)), since a process can enter another user namespace at any time, but never another pid namespace. Null when it has gone.
    /// </summary>
    public static uint? OfContainer(int process)
    {
        using var pids = Libc.open($"/proc/{process}/ns/pid", Libc.O_RDONLY | Libc.O_CLOEXEC, 0);
        if (pids.IsInvalid)
        {
            return null;
        }

        using var owner = Libc.ioctl(pids, NS_GET_USERNS);
        return !owner.IsInvalid && Libc.statx(owner, "", Libc.AT_EMPTY_PATH, Libc.STATX_BASIC_STATS, out var status) == 0 ? (uint)status.Inode : null;
    }
}
