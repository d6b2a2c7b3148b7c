namespace Ctrace.Probes;

/// <summary>
/// A path as a program said it, behind the one that it began at, made one as the kernel names files. What lies behind a symbolic link
/// in it is not known any more: the link stays.
/// </summary>
internal static class KernelPath
{
    /// <summary>Without <c>.</c>, <c>..</c>, empty components and a slash at the end; numbers in /proc are 0, as the probe writes them.</summary>
    public static string Resolve(string path)
    {
        var parts = new List<string>();
        foreach (var part in path.Split('/'))
        {
            if (part == "..")
            {
                parts.RemoveRange(Math.Max(0, parts.Count - 1), Math.Min(1, parts.Count));
            }
            else if (part is not ("" or "."))
            {
                parts.Add(parts is ["proc", ..] && !part.AsSpan().ContainsAnyExceptInRange('0', '9') ? "0" : part);
            }
        }

        return $"/{string.Join('/', parts)}";
    }

    /// <summary>Likewise, with a slash at the end.</summary>
    public static string Directory(string path) => Resolve(path) is var resolved && resolved == "/" ? resolved : resolved + "/";
}
