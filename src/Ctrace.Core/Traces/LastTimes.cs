using System.Collections;

namespace Ctrace.Core.Traces;

/// <summary>
/// When things were seen last, in seconds since 1970 (UTC): an immutable, sorted map. What is not in it was seen at a time that nobody
/// noted. Merging keeps the later time, which is idempotent.
/// </summary>
public sealed class LastTimes<TName> : IReadOnlyCollection<KeyValuePair<TName, long>>, IEquatable<LastTimes<TName>>
    where TName : notnull
{
    private readonly SortedMap<TName, long> _times;

    private LastTimes(SortedMap<TName, long> times) => _times = times;

    /// <summary>Nothing is known of anything.</summary>
    public static LastTimes<TName> Empty { get; } = new(SortedMap<TName, long>.Empty);

    /// <inheritdoc />
    public int Count => _times.Count;

    /// <summary>When something was seen last; null when nobody noted it.</summary>
    public long? this[TName name] => _times.TryGet(name, out var time) ? time : null;

    /// <summary>Of many; of a name that comes more than once the latest counts.</summary>
    public static LastTimes<TName> Create(IEnumerable<KeyValuePair<TName, long>> times)
    {
        ArgumentNullException.ThrowIfNull(times);
        var map = SortedMap<TName, long>.Create(times, Math.Max);
        return map.Count == 0 ? Empty : new(map);
    }

    /// <summary>The union, with the later times.</summary>
    public LastTimes<TName> Merge(LastTimes<TName> other)
    {
        ArgumentNullException.ThrowIfNull(other);
        return other.Count == 0 ? this : Count == 0 ? other : new(_times.Merge(other._times, Math.Max));
    }

    /// <summary>Only of some names.</summary>
    public LastTimes<TName> Only(Predicate<TName> names) => _times.Only(entry => names(entry.Key)) is { Count: > 0 } some ? new(some) : Empty;

    /// <inheritdoc />
    public IEnumerator<KeyValuePair<TName, long>> GetEnumerator() => _times.GetEnumerator();

    /// <inheritdoc />
    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    /// <summary>Same names, same times.</summary>
    public bool Equals(LastTimes<TName>? other) => other is not null && _times.Equals(other._times);

    /// <inheritdoc />
    public override bool Equals(object? obj) => Equals(obj as LastTimes<TName>);

    /// <inheritdoc />
    public override int GetHashCode() => _times.GetHashCode();
}
