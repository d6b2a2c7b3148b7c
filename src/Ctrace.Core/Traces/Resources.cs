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
            Files = Files.Add(other.Files),
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
