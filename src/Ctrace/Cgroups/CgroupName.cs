namespace Ctrace.Cgroups;

/// <summary>
/// How engines call the cgroup directory of a container. The probe applies the same rule in the kernel
/// (bpf/lib/container.h, container_id): change both together.
/// </summary>
internal static class CgroupName
{
    private const int IdLength = CgroupContract.ID_SIZE;
    private const int MaxLength = CgroupContract.NAME_SIZE - 2; // without the NUL, and one byte that tells of a longer name
    private const string ScopeSuffix = ".scope";
    private const string Podman = "libpod-";
    private static readonly string[] Monitors = ["libpod-conmon-", "crio-conmon-"];

    /// <summary>
    /// The container's id in a directory name: the whole name (cgroupfs driver; libpod-ID of Podman), or between a prefix that ends in '-'
    /// and ".scope" (systemd driver: docker-ID.scope, libpod-ID.scope, cri-containerd-ID.scope, crio-ID.scope).
    /// Null for anything else, a container's monitor (libpod-conmon-ID.scope, crio-conmon-ID.scope) included.
    /// </summary>
    public static string? ContainerId(string name)
    {
        if (name.EndsWith(ScopeSuffix, StringComparison.Ordinal))
        {
            var dash = name.Length - ScopeSuffix.Length - IdLength - 1;
            if (dash < 0 || name.Length > MaxLength || name[dash] != '-' || Monitors.Any(monitor => name.StartsWith(monitor, StringComparison.Ordinal)))
            {
                return null;
            }

            name = name[(dash + 1)..^ScopeSuffix.Length];
        }
        else if (name.Length == Podman.Length + IdLength && name.StartsWith(Podman, StringComparison.Ordinal))
        {
            name = name[Podman.Length..];
        }

        return name.Length == IdLength && name.All(c => c is (>= '0' and <= '9') or (>= 'a' and <= 'f')) ? name : null;
    }

    /// <summary>The first container's directory on a cgroup path, as /proc/PID/cgroup gives it: the path up to and with it, or null.</summary>
    public static string? ContainerPath(string path)
    {
        for (var start = 1; start < path.Length;)
        {
            var end = path.IndexOf('/', start);
            end = end < 0 ? path.Length : end;
            if (ContainerId(path[start..end]) is not null)
            {
                return path[..end];
            }

            start = end + 1;
        }

        return null;
    }
}
