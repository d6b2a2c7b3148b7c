using Ctrace.Core;
using Ctrace.Interop;

namespace Ctrace.Cgroups;

/// <summary>A container's or a command's cgroup: its directory in each hierarchy that is watched.</summary>
/// <param name="Name">The directory's own name.</param>
/// <param name="Paths">Where it is, one path a hierarchy.</param>
/// <param name="Keys">How the kernel knows it, in the same order.</param>
internal sealed record CgroupDirectory(string Name, IReadOnlyList<string> Paths, IReadOnlyList<CgroupKey> Keys)
{
    /// <summary>
    /// The cgroup of a container by its id, looked for by name: needs no process id, which an engine in another pid
    /// namespace counts differently. Null when there is none.
    /// </summary>
    public static CgroupDirectory? OfContainer(CgroupLayout layout, string id) => OfContainers(layout).GetValueOrDefault(id);

    /// <summary>The cgroups of all containers by their ids, as they are at this moment.</summary>
    public static IReadOnlyDictionary<string, CgroupDirectory> OfContainers(CgroupLayout layout)
    {
        var found = new Dictionary<string, CgroupDirectory>(StringComparer.Ordinal);
        foreach (var (mount, hierarchy) in new[] { (layout.V2Mount, 0u), (layout.V1Mount, layout.V1Hierarchy) })
        {
            foreach (var (id, path) in mount is null ? [] : Find(mount))
            {
                if (Kernfs.Id(path) is { } key)
                {
                    var known = found.GetValueOrDefault(id) ?? new CgroupDirectory(Path.GetFileName(path), [], []);
                    found[id] = known with { Paths = [.. known.Paths, path], Keys = [.. known.Keys, new CgroupKey(key, hierarchy)] };
                }
            }
        }

        return found;
    }

    /// <summary>A cgroup by its path: from the top of a hierarchy, or as it lies in the file system. Null when there is none.</summary>
    /// <exception cref="CtraceException">Usage: the path is that of all cgroups.</exception>
    public static CgroupDirectory? At(CgroupLayout layout, string path)
    {
        var full = System.IO.Path.GetFullPath(path, "/");
        var mounts = new[] { (layout.V2Mount, 0u), (layout.V1Mount, layout.V1Hierarchy) }.Where(mount => mount.Item1 is not null).ToList();
        var inside = mounts.Select(mount => mount.Item1!).Where(mount => full == mount || full.StartsWith(mount + "/", StringComparison.Ordinal)).MaxBy(mount => mount.Length);
        var relative = (inside is null ? full : full[inside.Length..]).Trim('/');
        if (relative.Length == 0)
        {
            throw new CtraceException(FailureKind.Usage, $"'{path}' is the cgroup of the whole machine", "name one below it: see 'systemd-cgls'");
        }

        CgroupDirectory? found = null;
        foreach (var (mount, hierarchy) in mounts)
        {
            var directory = System.IO.Path.Combine(mount!, relative);
            if (Kernfs.Id(directory) is { } id)
            {
                found ??= new CgroupDirectory(System.IO.Path.GetFileName(directory), [], []);
                found = found with { Paths = [.. found.Paths, directory], Keys = [.. found.Keys, new CgroupKey(id, hierarchy)] };
            }
        }

        return found;
    }

    /// <summary>All tasks in it and below, by thread id; it may change while it is read.</summary>
    public IReadOnlyList<int> Threads()
    {
        var threads = new List<int>();
        var waiting = new Queue<string>([Paths[0]]);
        while (waiting.TryDequeue(out var directory))
        {
            foreach (var child in Children(directory))
            {
                waiting.Enqueue(child);
            }

            // v1 lists threads in "tasks", v2 in "cgroup.threads" (cgroups(7))
            var file = Path.Combine(directory, Keys[0].Hierarchy == 0 ? "cgroup.threads" : "tasks");
            try
            {
                threads.AddRange(File.ReadLines(file).Select(line => int.TryParse(line, out var thread) ? thread : 0).Where(thread => thread > 0));
            }
            catch (Exception gone) when (gone is IOException or UnauthorizedAccessException)
            {
                continue;
            }
        }

        return threads;
    }

    /// <summary>A process in it, the one that was there first as a rule, or null when none is left or visible here.</summary>
    public int? FirstProcess() => Processes() is { Count: > 0 } processes ? processes.Min() : null;

    /// <summary>The processes in it that are visible here, those below it left out.</summary>
    public IReadOnlyList<int> Processes()
    {
        try
        {
            return [.. File.ReadLines(Path.Combine(Paths[0], "cgroup.procs")).Select(line => int.TryParse(line, out var process) ? process : 0).Where(process => process > 0)];
        }
        catch (Exception gone) when (gone is IOException or UnauthorizedAccessException)
        {
            return [];
        }
    }

    /// <summary>
    /// Whether it is still there, in some hierarchy. The kernel removes a directory before it tells of that: who is told of removals
    /// from some moment on, and asks afterwards, misses none.
    /// </summary>
    public bool Exists() => Paths.Zip(Keys).Any(each => Kernfs.Id(each.First) == each.Second.Id);

    /// <summary>Whether it is still there in all its hierarchies. Where it is gone from one, its container has ended.</summary>
    public bool IsWhole() => Paths.Zip(Keys).All(each => Kernfs.Id(each.First) == each.Second.Id);

    /// <summary>Whether any process is left in it.</summary>
    public bool IsPopulated()
    {
        try
        {
            return File.ReadLines(Path.Combine(Paths[0], "cgroup.procs")).Any();
        }
        catch (Exception gone) when (gone is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }

    /// <summary>The directories in one; none when it is gone, which can happen at any moment.</summary>
    private static string[] Children(string directory)
    {
        try
        {
            return Directory.GetDirectories(directory);
        }
        catch (Exception gone) when (gone is IOException or UnauthorizedAccessException)
        {
            return [];
        }
    }

    /// <summary>
    /// The first directory of each container, parents before children: what a container makes itself is below its own. What lies below a
    /// directory that is not root's is nobody's word: its owner can give any name (bpf/lib/container.h, is_made_by_engine).
    /// </summary>
    private static Dictionary<string, string> Find(string mount)
    {
        var found = new Dictionary<string, string>(StringComparer.Ordinal);
        var waiting = new Queue<string>([mount]);
        while (waiting.TryDequeue(out var directory))
        {
            if (Libc.statx(Libc.AT_FDCWD, directory, Libc.AT_SYMLINK_NOFOLLOW, Libc.STATX_BASIC_STATS, out var status) != 0 || status.Owner != 0)
            {
                continue;
            }

            foreach (var child in Children(directory))
            {
                // A container's inside is not looked into.
                if (CgroupName.ContainerId(Path.GetFileName(child)) is not { } id)
                {
                    waiting.Enqueue(child);
                }
                else
                {
                    found.TryAdd(id, child);
                }
            }
        }

        return found;
    }
}
