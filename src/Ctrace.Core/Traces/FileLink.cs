namespace Ctrace.Core.Traces;

/// <summary>A second name that a file was given (link(2)).</summary>
/// <param name="Path">The new name. Untrusted text, as the next: see <see cref="FileName"/>.</param>
/// <param name="Target">The file's name before.</param>
public readonly record struct FileLink(string Path, string Target) : IComparable<FileLink>
{
    /// <summary>Orders by the new name, then by the other, ordinally.</summary>
    public int CompareTo(FileLink other)
    {
        var byPath = string.CompareOrdinal(Path, other.Path);
        return byPath != 0 ? byPath : string.CompareOrdinal(Target, other.Target);
    }
}
