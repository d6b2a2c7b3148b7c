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
    public static CgroupDirectory? OfContainer(CgroupLayout layout, string id)
    {
        string? name = null;
        var paths = new List<string>();
        var keys = new List<CgroupKey>();
        foreach (var (mount, hierarchy) in new[] { (layout.V2Mount, 0u), (layout.V1Mount, layout.V1Hierarchy) })
        {
            if (mount is not null && Find(mount, id) is { } path && Kernfs.Id(path) is { } key)
            {
                name ??= Path.GetFileName(path);
                paths.Add(path);
                keys.Add(new CgroupKey(key, hierarchy));
            }
        }

        return name is null ? null : new CgroupDirectory(name, paths, keys);
    }

    /// <summary>All tasks in it and below, by thread id; it may change while it is read.</summary>
    public IReadOnlyList<int> Threads()
    {
        var threads = new List<int>();
        foreach (var directory in Directory.EnumerateDirectories(Paths[0], "*", SearchOption.AllDirectories).Prepend(Paths[0]))
        {
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
    public int? FirstProcess()
    {
        try
        {
            var processes = File.ReadLines(Path.Combine(Paths[0], "cgroup.procs"))
                .Select(line => int.TryParse(line, out var process) ? process : 0).Where(process => process > 0).ToArray();
            return processes.Length > 0 ? processes.Min() : null;
        }
        catch (IOException)
        {
            return null;
        }
    }

    /// <summary>Whether any process is left in it.</summary>
    public bool IsPopulated()
    {
        try
        {
            return File.ReadLines(Path.Combine(Paths[0], "cgroup.procs")).Any();
        }
        catch (IOException)
        {
            return false;
        }
    }

    /// <summary>The first directory of that container, parents before children: what a container makes itself is below its own.</summary>
    private static string? Find(string mount, string id)
    {
        var waiting = new Queue<string>([mount]);
        while (waiting.TryDequeue(out var directory))
        {
            string[] children;
            try
            {
                children = Directory.GetDirectories(directory);
            }
            catch (Exception gone) when (gone is IOException or UnauthorizedAccessException)
            {
                continue;
            }

            foreach (var child in children)
            {
                var found = CgroupName.ContainerId(Path.GetFileName(child));
                if (found == id)
                {
                    return child;
                }

                // Another container's inside is not looked into.
                if (found is null)
                {
                    waiting.Enqueue(child);
                }
            }
        }

        return null;
    }
}
