using System.Collections;
using System.Collections.Immutable;

namespace Ctrace.Core.Traces;

/// <summary>
/// An immutable map, sorted by key, in one array: a daemon holds several for each container, and a tree takes three times
/// the memory. Strings are ordered ordinally. Equal when keys and values are.
/// </summary>
internal sealed class SortedMap<TKey, TValue> : IReadOnlyCollection<KeyValuePair<TKey, TValue>>, IEquatable<SortedMap<TKey, TValue>>
    where TKey : notnull
{
    private static readonly IComparer<TKey> Order = typeof(TKey) == typeof(string) ? (IComparer<TKey>)StringComparer.Ordinal : Comparer<TKey>.Default;

    private readonly ImmutableArray<KeyValuePair<TKey, TValue>> _entries;

    private SortedMap(ImmutableArray<KeyValuePair<TKey, TValue>> entries) => _entries = entries;

    /// <summary>Without a key.</summary>
    public static SortedMap<TKey, TValue> Empty { get; } = new([]);

    /// <summary>How many keys.</summary>
    public int Count => _entries.Length;

    /// <summary>The keys, sorted.</summary>
    public IEnumerable<TKey> Keys => _entries.Select(entry => entry.Key);

    /// <summary>Of many entries; the values of a key that comes more than once are combined.</summary>
    public static SortedMap<TKey, TValue> Create(IEnumerable<KeyValuePair<TKey, TValue>> entries, Func<TValue, TValue, TValue> combine)
    {
        KeyValuePair<TKey, TValue>[] sorted = [.. entries];
        Array.Sort(sorted, (one, other) => Order.Compare(one.Key, other.Key));
        var kept = ImmutableArray.CreateBuilder<KeyValuePair<TKey, TValue>>(sorted.Length);
        foreach (var entry in sorted)
        {
            if (kept.Count > 0 && Order.Compare(kept[^1].Key, entry.Key) == 0)
            {
                kept[^1] = new(entry.Key, combine(kept[^1].Value, entry.Value));
            }
            else
            {
                kept.Add(entry);
            }
        }

        return kept.Count == 0 ? Empty : new(kept.DrainToImmutable());
    }

    /// <summary>Whether there is such a key, and its value.</summary>
    public bool TryGet(TKey key, out TValue? value)
    {
        var (low, high) = (0, _entries.Length - 1);
        while (low <= high)
        {
            var middle = low + ((high - low) / 2);
            var order = Order.Compare(_entries[middle].Key, key);
            if (order == 0)
            {
                value = _entries[middle].Value;
                return true;
            }

            (low, high) = order < 0 ? (middle + 1, high) : (low, middle - 1);
        }

        value = default;
        return false;
    }

    /// <summary>The union; the values of a key that both have are combined.</summary>
    public SortedMap<TKey, TValue> Merge(SortedMap<TKey, TValue> other, Func<TValue, TValue, TValue> combine)
    {
        if (other.Count == 0 || Count == 0)
        {
            return other.Count == 0 ? this : other;
        }

        var merged = ImmutableArray.CreateBuilder<KeyValuePair<TKey, TValue>>(Count + other.Count);
        var (mine, theirs) = (0, 0);
        while (mine < Count || theirs < other.Count)
        {
            var order = mine == Count ? 1 : theirs == other.Count ? -1 : Order.Compare(_entries[mine].Key, other._entries[theirs].Key);
            merged.Add(order switch
            {
                < 0 => _entries[mine++],
                > 0 => other._entries[theirs++],
                _ => new(_entries[mine].Key, combine(_entries[mine++].Value, other._entries[theirs++].Value)),
            });
        }

        return new(merged.DrainToImmutable());
    }

    /// <summary>Only entries for which something holds.</summary>
    public SortedMap<TKey, TValue> Only(Func<KeyValuePair<TKey, TValue>, bool> holds)
    {
        var kept = _entries.RemoveAll(entry => !holds(entry));
        return kept.Length == Count ? this : kept.IsEmpty ? Empty : new(kept);
    }

    /// <inheritdoc />
    public IEnumerator<KeyValuePair<TKey, TValue>> GetEnumerator() => ((IEnumerable<KeyValuePair<TKey, TValue>>)_entries).GetEnumerator();

    /// <inheritdoc />
    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    /// <inheritdoc />
    public bool Equals(SortedMap<TKey, TValue>? other)
    {
        if (other is null || other.Count != Count)
        {
            return false;
        }

        // Entry by entry: a KeyValuePair has no comparison of its own but one by reflection.
        for (var i = 0; i < Count; i++)
        {
            if (!EqualityComparer<TKey>.Default.Equals(_entries[i].Key, other._entries[i].Key) || !EqualityComparer<TValue>.Default.Equals(_entries[i].Value, other._entries[i].Value))
            {
                return false;
            }
        }

        return true;
    }

    /// <inheritdoc />
    public override bool Equals(object? obj) => Equals(obj as SortedMap<TKey, TValue>);

    /// <inheritdoc />
    public override int GetHashCode() => Count == 0 ? 0 : HashCode.Combine(Count, _entries[0].Key, _entries[^1].Key);
}
