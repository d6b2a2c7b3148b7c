namespace Ctrace.Core.Traces;

/// <summary>A file, or all files of a directory, by the absolute path that the kernel resolved. Untrusted text: see <see cref="PathText"/>.</summary>
/// <param name="Path">Begins with a slash; a directory's ends with one. What stands for several is their directory's.</param>
/// <param name="Scope">Whether it is the one, or stands for several.</param>
public readonly record struct FileName(string Path, FileScope Scope = FileScope.One) : IComparable<FileName>
{
    /// <summary>Whether it is a directory, and not what is in one.</summary>
    public bool IsDirectory => Scope != FileScope.Files && Path.EndsWith('/');

    /// <summary>The directory that it lies in, with the slash; the root lies in itself.</summary>
    public string Directory => Scope != FileScope.One ? Path : Path[..(Path.AsSpan().TrimEnd('/').LastIndexOf('/') + 1)] is { Length: > 0 } parent ? parent : "/";

    /// <summary>Whether a text can be the path of a file: absolute, and of plain components.</summary>
    public static bool IsPath(string path)
    {
        ArgumentNullException.ThrowIfNull(path);
        var parts = path.Split('/');
        return parts is ["", _, ..] && !path.Contains('\0', StringComparison.Ordinal)
            && !parts.Contains(".") && !parts.Contains("..") && !parts.AsSpan(1, parts.Length - 2).Contains("");
    }

    /// <summary>Orders by path, ordinally, then by scope.</summary>
    public int CompareTo(FileName other)
    {
        var byPath = string.CompareOrdinal(Path, other.Path);
        return byPath != 0 ? byPath : Scope.CompareTo(other.Scope);
    }
}

/// <summary>How many files a <see cref="FileName"/> stands for.</summary>
public enum FileScope
{
    /// <summary>The one of that name.</summary>
    One,

    /// <summary>Any file directly in the directory: too many were seen to name each.</summary>
    Files,

    /// <summary>Any directory directly in the directory.</summary>
    Directories,
}
