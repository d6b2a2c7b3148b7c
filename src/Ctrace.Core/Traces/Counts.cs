using System.Collections;

namespace Ctrace.Core.Traces;

/// <summary>
/// An immutable, sorted map from what was seen to how often. Adding two unites the keys, which is idempotent,
/// and adds the numbers, which is not: the set is the truth, the numbers tell its weight.
/// </summary>
public sealed class Counts<TKey> : IReadOnlyCollection<KeyValuePair<TKey, ulong>>, IEquatable<Counts<TKey>>
    where TKey : notnull
{
    private readonly SortedMap<TKey, ulong> _counts;

    private Counts(SortedMap<TKey, ulong> counts) => _counts = counts;

    /// <summary>No key at all. Strings are ordered ordinally.</summary>
    public static Counts<TKey> Empty { get; } = new(SortedMap<TKey, ulong>.Empty);

    /// <summary>Unites many at once; a key may come more than once.</summary>
    public static Counts<TKey> Create(IEnumerable<KeyValuePair<TKey, ulong>> counts)
    {
        ArgumentNullException.ThrowIfNull(counts);
        return Of(SortedMap<TKey, ulong>.Create(counts, Sum));
    }

    /// <summary>How many keys.</summary>
    public int Count => _counts.Count;

    /// <summary>What was seen, sorted.</summary>
    public IEnumerable<TKey> Keys => _counts.Keys;

    /// <summary>How often; 0 for what was not seen. A key can be present with the number 0: seen, but not counted.</summary>
    public ulong this[TKey key] => _counts.TryGet(key, out var count) ? count : 0;

    /// <summary>Whether it was seen.</summary>
    public bool Contains(TKey key) => _counts.TryGet(key, out _);

    /// <summary>With one more key, or a larger number at a key that is there. Numbers saturate.</summary>
    public Counts<TKey> Add(TKey key, ulong count) => Add(Create([new(key, count)]));

    /// <summary>The union of the keys, the sum of the numbers.</summary>
    public Counts<TKey> Add(Counts<TKey> other)
    {
        ArgumentNullException.ThrowIfNull(other);
        return other.Count == 0 ? this : Count == 0 ? other : Of(_counts.Merge(other._counts, Sum));
    }

    /// <inheritdoc />
    public IEnumerator<KeyValuePair<TKey, ulong>> GetEnumerator() => _counts.GetEnumerator();

    /// <inheritdoc />
    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    /// <summary>Same keys, same numbers.</summary>
    public bool Equals(Counts<TKey>? other) => other is not null && _counts.Equals(other._counts);

    /// <inheritdoc />
    public override bool Equals(object? obj) => Equals(obj as Counts<TKey>);

    /// <inheritdoc />
    public override int GetHashCode() => _counts.GetHashCode();

    private static Counts<TKey> Of(SortedMap<TKey, ulong> counts) => counts.Count == 0 ? Empty : new(counts);

    private static ulong Sum(ulong a, ulong b) => a > ulong.MaxValue - b ? ulong.MaxValue : a + b;
}
