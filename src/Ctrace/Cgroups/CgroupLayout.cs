using Ctrace.Core;
using Ctrace.Interop;

namespace Ctrace.Cgroups;

/// <summary>
/// How this machine's cgroups are mounted (cgroups(7)): v2 alone, v1 alone, or both (hybrid). Tasks are told apart by
/// their directory in v2, and in one v1 hierarchy beside it, since an engine may place its containers in either.
/// </summary>
/// <param name="V2Mount">Where v2 is mounted, or null.</param>
/// <param name="V1Mount">Where the v1 hierarchy is mounted, or null.</param>
/// <param name="V1Hierarchy">The v1 hierarchy's number (/proc/cgroups, second column), or 0.</param>
/// <param name="V1Controllers">The v1 hierarchy as /proc/PID/cgroup names it (<c>pids</c>), or null.</param>
internal sealed record CgroupLayout(string? V2Mount, string? V1Mount, uint V1Hierarchy, string? V1Controllers)
{
    /// <summary>Controllers that every engine uses for every container, the usual ones first.</summary>
    private static readonly string[] Preferred = ["pids", "memory", "devices", "freezer", "cpu"];

    /// <summary>
    /// The kernfs id of the directory at the top of v2 as this program sees it: the hierarchy's root, or, in a cgroup namespace
    /// (cgroup_namespaces(7)), a container's. 0 where v2 is not mounted.
    /// </summary>
    public ulong V2Top => V2Mount is { } mount ? Kernfs.Id(mount) ?? 0 : 0;

    /// <summary>The same of the v1 hierarchy.</summary>
    public ulong V1Top => V1Mount is { } mount ? Kernfs.Id(mount) ?? 0 : 0;

    /// <summary>cgroup v2, v1 or hybrid: for people.</summary>
    public string Name => (V2Mount, V1Mount) switch
    {
        (not null, null) => "v2",
        (not null, not null) => "hybrid",
        (null, not null) => "v1",
        _ => "none",
    };

    /// <summary>Looks at the running system.</summary>
    /// <exception cref="CtraceException">Unavailable: no cgroup hierarchy is mounted.</exception>
    public static CgroupLayout Detect()
    {
        var layout = Read(File.ReadLines("/proc/self/mountinfo"), File.ReadLines("/proc/self/cgroup"));
        return layout.Name != "none"
            ? layout
            : throw new CtraceException(FailureKind.Unavailable, "no cgroup file system is mounted",
                "containers are told apart by it: mount -t cgroup2 none /sys/fs/cgroup");
    }

    /// <summary>The same, from the two files' lines: proc(5), mountinfo and cgroup.</summary>
    internal static CgroupLayout Read(IEnumerable<string> mountinfo, IEnumerable<string> cgroups)
    {
        string? v2 = null;
        var v1 = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var line in mountinfo)
        {
            // 36 35 98:0 ROOT MOUNTPOINT OPTIONS [optional...] - TYPE SOURCE SUPEROPTIONS
            var fields = line.Split(' ');
            var dash = Array.IndexOf(fields, "-");
            if (dash < 6 || dash + 3 >= fields.Length)
            {
                continue;
            }

            var mount = fields[4].Replace("\\040", " ", StringComparison.Ordinal);
            if (fields[dash + 1] == "cgroup2")
            {
                v2 ??= mount;
            }
            else if (fields[dash + 1] == "cgroup")
            {
                foreach (var option in fields[dash + 3].Split(','))
                {
                    v1.TryAdd(option, mount);
                }
            }
        }

        foreach (var controller in Preferred)
        {
            if (!v1.TryGetValue(controller, out var mount))
            {
                continue;
            }

            foreach (var line in cgroups)
            {
                var parts = line.Split(':', 3);
                if (parts.Length == 3 && uint.TryParse(parts[0], out var hierarchy) && parts[1].Split(',').Contains(controller))
                {
                    return new CgroupLayout(v2, mount, hierarchy, parts[1]);
                }
            }
        }

        return new CgroupLayout(v2, null, 0, null);
    }
}
