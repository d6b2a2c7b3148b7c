using System.Collections;

namespace Ctrace.Core.Traces;

/// <summary>
/// What the maps of a trace have in common: immutable, sorted by key (text ordinally), equal when keys and values are. Merging two unites the keys
/// and combines the values of a key that both have.
/// </summary>
/// <typeparam name="TKey">What was seen.</typeparam>
/// <typeparam name="TValue">What is known of that.</typeparam>
/// <typeparam name="TSelf">The map's own class.</typeparam>
public abstract class TraceMap<TKey, TValue, TSelf> : IReadOnlyCollection<KeyValuePair<TKey, TValue>>, IEquatable<TSelf>
    where TKey : notnull
    where TSelf : TraceMap<TKey, TValue, TSelf>
{
    private readonly SortedMap<TKey, TValue> _map;

    private protected TraceMap(SortedMap<TKey, TValue> map) => _map = map;

    /// <inheritdoc />
    public int Count => _map.Count;

    /// <summary>The keys, sorted.</summary>
    public IEnumerable<TKey> Keys => _map.Keys;

    /// <summary>Whether there is a key.</summary>
    public bool Contains(TKey key) => _map.TryGet(key, out _);

    /// <summary>This map and another.</summary>
    public virtual TSelf Merge(TSelf other)
    {
        ArgumentNullException.ThrowIfNull(other);
        return other.Count == 0 ? (TSelf)this : Count == 0 ? other : With(_map.Merge(other._map, Combine));
    }

    /// <summary>The entries of some keys.</summary>
    public TSelf Only(Predicate<TKey> keys) => With(_map.Only(entry => keys(entry.Key)));

    /// <inheritdoc />
    public IEnumerator<KeyValuePair<TKey, TValue>> GetEnumerator() => _map.GetEnumerator();

    /// <inheritdoc />
    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    /// <inheritdoc />
    public bool Equals(TSelf? other) => other is not null && _map.Equals(other._map);

    /// <inheritdoc />
    public override bool Equals(object? obj) => Equals(obj as TSelf);

    /// <inheritdoc />
    public override int GetHashCode() => _map.GetHashCode();

    /// <summary>The value of a key, if it is there.</summary>
    private protected bool TryGet(TKey key, out TValue? value) => _map.TryGet(key, out value);

    /// <summary>A map of the same class.</summary>
    private protected abstract TSelf With(SortedMap<TKey, TValue> map);

    /// <summary>The value of a key that comes twice.</summary>
    private protected abstract TValue Combine(TValue one, TValue other);
}
