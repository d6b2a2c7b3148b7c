namespace Ctrace.Core.Checks;

/// <summary>A program that was seen, and whose it is.</summary>
/// <param name="Path">Its path, in its own view.</param>
/// <param name="Container">The container that the command had an engine start, escaped; null for what is in none of these.</param>
internal readonly record struct Executable(string Path, string? Container = null) : IComparable<Executable>
{
    /// <inheritdoc />
    public int CompareTo(Executable other) =>
        string.CompareOrdinal(Container, other.Container) is not 0 and var order ? order : string.CompareOrdinal(Path, other.Path);

    /// <summary>In words: the container's name first.</summary>
    public override string ToString() => Container is null ? Printable.Escape(Path) : $"container {Container}: {Printable.Escape(Path)}";

    public static bool operator <(Executable left, Executable right) => left.CompareTo(right) < 0;

    public static bool operator <=(Executable left, Executable right) => left.CompareTo(right) <= 0;

    public static bool operator >(Executable left, Executable right) => left.CompareTo(right) > 0;

    public static bool operator >=(Executable left, Executable right) => left.CompareTo(right) >= 0;
}
