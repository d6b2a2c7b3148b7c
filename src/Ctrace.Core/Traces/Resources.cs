using System.Collections.Immutable;

namespace Ctrace.Core.Traces;

/// <summary>
/// What a container used beside calls and capabilities: files, networks, signals, mounts. Immutable; merging is the union.
/// Recorded only when asked for, which the fact <see cref="Fact.Files"/> says.
/// </summary>
public sealed record Resources
{
    /// <summary>Nothing.</summary>
    public static Resources Empty { get; } = new();

    /// <summary>Files and directories, with what was done with each.</summary>
    public FileSet Files { get; init; } = FileSet.Empty;

    /// <summary>Names that were given to files.</summary>
    public ImmutableSortedSet<FileLink> Links { get; init; } = [];

    /// <summary>Sockets that were made.</summary>
    public ImmutableSortedSet<NetworkUse> Networks { get; init; } = [];

    /// <summary>Signals that were sent with kill(2) and its kin, as <see cref="Linux.Signals"/> names them.</summary>
    public ImmutableSortedSet<string> Signals { get; init; } = ImmutableSortedSet.Create<string>(StringComparer.Ordinal);

    /// <summary>What was done to mounts.</summary>
    public ImmutableSortedSet<MountUse> Mounts { get; init; } = [];

    /// <summary>Whether nothing was used.</summary>
    public bool IsEmpty => Files.Count == 0 && Links.Count == 0 && Networks.Count == 0 && Signals.Count == 0 && Mounts.Count == 0;

    /// <summary>The union.</summary>
    public Resources Merge(Resources other)
    {
        ArgumentNullException.ThrowIfNull(other);
        return new Resources
        {
            Files = Files.Merge(other.Files),
            Links = Links.Union(other.Links),
            Networks = Networks.Union(other.Networks),
            Signals = Signals.Union(other.Signals),
            Mounts = Mounts.Union(other.Mounts),
        };
    }

    /// <summary>Same content.</summary>
    public bool Equals(Resources? other) => other is not null && Files.Equals(other.Files) && Links.SetEquals(other.Links)
        && Networks.SetEquals(other.Networks) && Signals.SetEquals(other.Signals) && Mounts.SetEquals(other.Mounts);

    /// <inheritdoc />
    public override int GetHashCode() => HashCode.Combine(Files, Links.Count, Networks.Count, Signals.Count, Mounts.Count);
}

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

/// <summary>A kind of socket that was made.</summary>
/// <param name="Family">The address family, as <see cref="Linux.Sockets"/> names it.</param>
/// <param name="Type">The socket's type, likewise.</param>
public readonly record struct NetworkUse(string Family, string Type) : IComparable<NetworkUse>
{
    /// <summary>Orders by family, then by type, ordinally.</summary>
    public int CompareTo(NetworkUse other)
    {
        var byFamily = string.CompareOrdinal(Family, other.Family);
        return byFamily != 0 ? byFamily : string.CompareOrdinal(Type, other.Type);
    }
}

/// <summary>One thing that was done to the mounts. Its texts are untrusted; what a kind does not have is empty.</summary>
/// <param name="Kind">What was done.</param>
/// <param name="Target">Where: a path, resolved as <see cref="FileName.Path"/> is. Of <see cref="MountKind.Pivot"/> the new root.</param>
/// <param name="Source">What: a device, a path, or whatever the file system takes. Of <see cref="MountKind.Pivot"/> where the old root goes.</param>
/// <param name="Type">The file system's type.</param>
/// <param name="Flags">The flags given, as mount(2) numbers them (include/uapi/linux/mount.h).</param>
public readonly record struct MountUse(MountKind Kind, string Target, string Source, string Type, uint Flags) : IComparable<MountUse>
{
    /// <summary>Orders by kind, target, source, type, flags.</summary>
    public int CompareTo(MountUse other)
    {
        int[] orders =
        [
            Kind.CompareTo(other.Kind), string.CompareOrdinal(Target, other.Target), string.CompareOrdinal(Source, other.Source),
            string.CompareOrdinal(Type, other.Type), Flags.CompareTo(other.Flags),
        ];
        return orders.FirstOrDefault(order => order != 0);
    }
}

/// <summary>What was done to the mounts, as apparmor.d(5) tells it apart (Mount rules).</summary>
public enum MountKind
{
    /// <summary>A file system was mounted.</summary>
    Mount,

    /// <summary>A directory or file was mounted a second time (MS_BIND).</summary>
    Bind,

    /// <summary>A mount was moved (MS_MOVE, move_mount(2)).</summary>
    Move,

    /// <summary>A mount's options were changed (MS_REMOUNT).</summary>
    Remount,

    /// <summary>How mounts follow each other was changed (MS_PRIVATE and its kin).</summary>
    Propagation,

    /// <summary>A file system was unmounted.</summary>
    Umount,

    /// <summary>The root was exchanged (pivot_root(2)).</summary>
    Pivot,
}
