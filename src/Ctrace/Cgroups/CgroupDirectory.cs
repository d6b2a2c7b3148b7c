using Ctrace.Interop;

namespace Ctrace.Cgroups;

/// <summary>A container's or a command's cgroup: its directory in each hierarchy that is watched.</summary>
/// <param name="Name">The directory's own name.</param>
/// <param name="Paths">Where it is, one path a hierarchy.</param>
/// <param name="Keys">How the kernel knows it, in the same order.</param>
internal sealed record CgroupDirectory(string Name, IReadOnlyList<string> Paths, IReadOnlyList<CgroupKey> Keys)
{
    /// <summary>
    /// The cgroup of the container that a process is in, by the kernel's own names. Null when the process is gone or
    /// in no container.
    /// </summary>
    public static CgroupDirectory? OfContainer(CgroupLayout layout, int pid)
    {
        string[] lines;
        try
        {
            lines = File.ReadAllLines($"/proc/{pid}/cgroup");
        }
        catch (IOException)
        {
            return null;
        }

        string? name = null;
        var paths = new List<string>();
        var keys = new List<CgroupKey>();
        foreach (var line in lines)
        {
            var parts = line.Split(':', 3);
            if (parts.Length != 3 || CgroupName.ContainerPath(parts[2]) is not { } path)
            {
                continue;
            }

            var (mount, hierarchy) = parts[0] == "0" ? (layout.V2Mount, 0u)
                : parts[1] == layout.V1Controllers ? (layout.V1Mount, layout.V1Hierarchy) : (null, 0u);
            if (mount is not null && Kernfs.Id(mount + path) is { } id)
            {
                name ??= Path.GetFileName(path);
                paths.Add(mount + path);
                keys.Add(new CgroupKey(id, hierarchy));
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
}
