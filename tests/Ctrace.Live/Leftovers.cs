namespace Ctrace.Live;

/// <summary>What tests should have taken away again: containers and their cgroups and mounts, and processes of the program under test.</summary>
internal static class Leftovers
{
    private static readonly EnumerationOptions Everywhere = new() { RecurseSubdirectories = true, IgnoreInaccessible = true };

    /// <summary>All that is still there of an engine whose files are in a directory.</summary>
    public static async Task<IReadOnlyList<string>> FindAsync(string engine)
    {
        var containers = await LiveEngine.DockerAsync("ps", "--all", "--format", "container {{.Names}}");
        var ids = Directory.EnumerateDirectories($"{engine}/data/containers").Select(path => Path.GetFileName(path)).ToHashSet();
        return
        [
            .. containers.Split('\n', StringSplitOptions.RemoveEmptyEntries),
            .. Directory.EnumerateDirectories("/sys/fs/cgroup", "*", Everywhere).Where(path => ids.Contains(Path.GetFileName(path))).Select(path => $"cgroup {path}"),
            .. File.ReadLines("/proc/self/mounts").Select(line => line.Split(' ')[1]).Where(IsOf(engine)).Select(path => $"mount {path}"),
            .. Directory.EnumerateDirectories("/proc").Where(path => IsProgram(path, engine)).Select(path => $"process {Path.GetFileName(path)}"),
        ];
    }

    /// <summary>What is mounted for a container: its root, its shared memory. The engine's own network namespace stays.</summary>
    private static Func<string, bool> IsOf(string engine) => path => path.StartsWith($"{engine}/data/", StringComparison.Ordinal);

    /// <summary>Whether it is the program under test, and of these tests: others run beside them, with engines of their own.</summary>
    private static bool IsProgram(string process, string engine)
    {
        try
        {
            return File.ResolveLinkTarget($"{process}/exe", returnFinalTarget: false)?.FullName == Path.GetFullPath(Repository.Ctrace)
                && File.ReadAllText($"{process}/environ").Split('\0').Contains($"CTRACE_ENGINE={engine}");
        }
        catch (Exception gone) when (gone is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }
}
