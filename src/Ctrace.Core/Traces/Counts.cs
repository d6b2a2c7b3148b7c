using System.Collections;
using System.Collections.Immutable;

namespace Ctrace.Core.Traces;

/// <summary>
/// An immutable, sorted map from what was seen to how often. Adding two unites the keys, which is idempotent,
/// and adds the numbers, which is not: the set is the truth, the numbers tell its weight.
/// </summary>
public sealed class Counts<TKey> : IReadOnlyCollection<KeyValuePair<TKey, ulong>>, IEquatable<Counts<TKey>>
    where TKey : notnull
{
    private readonly ImmutableSortedDictionary<TKey, ulong> _counts;

    private Counts(ImmutableSortedDictionary<TKey, ulong> counts) => _counts = counts;

    /// <summary>No key at all. Strings are ordered ordinally.</summary>
    public static Counts<TKey> Empty { get; } = new(ImmutableSortedDictionary.Create<TKey, ulong>(
        typeof(TKey) == typeof(string) ? (IComparer<TKey>)StringComparer.Ordinal : Comparer<TKey>.Default));

    /// <summary>Unites many at once; a key may come more than once.</summary>
    public static Counts<TKey> Create(IEnumerable<KeyValuePair<TKey, ulong>> counts)
    {
        ArgumentNullException.ThrowIfNull(counts);
        var builder = Empty._counts.ToBuilder();
        foreach (var (key, count) in counts)
        {
            builder[key] = Sum(builder.GetValueOrDefault(key), count);
        }

        return new(builder.ToImmutable());
    }

    /// <summary>How many keys.</summary>
    public int Count => _counts.Count;

    /// <summary>What was seen, sorted.</summary>
    public IEnumerable<TKey> Keys => _counts.Keys;

    /// <summary>How often; 0 for what was not seen. A key can be present with the number 0: seen, but not counted.</summary>
    public ulong this[TKey key] => _counts.GetValueOrDefault(key);

    /// <summary>Whether it was seen.</summary>
    public bool Contains(TKey key) => _counts.ContainsKey(key);

    /// <summary>With one more key, or a larger number at a key that is there. Numbers saturate.</summary>
    public Counts<TKey> Add(TKey key, ulong count) => new(_counts.SetItem(key, Sum(this[key], count)));

    /// <summary>The union of the keys, the sum of the numbers.</summary>
    public Counts<TKey> Add(Counts<TKey> other)
    {
        ArgumentNullException.ThrowIfNull(other);
        if (other.Count == 0)
        {
            return this;
        }

        var builder = _counts.ToBuilder();
        foreach (var (key, count) in other)
        {
            builder[key] = Sum(builder.GetValueOrDefault(key), count);
        }

        return new(builder.ToImmutable());
    }

    /// <inheritdoc />
    public IEnumerator<KeyValuePair<TKey, ulong>> GetEnumerator() => _counts.GetEnumerator();

    /// <inheritdoc />
    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    /// <summary>Same keys, same numbers.</summary>
    public bool Equals(Counts<TKey>? other) => other is not null && _counts.SequenceEqual(other._counts);

    /// <inheritdoc />
    public override bool Equals(object? obj) => Equals(obj as Counts<TKey>);

    /// <inheritdoc />
    public override int GetHashCode() => _counts.Aggregate(0, (hash, entry) => HashCode.Combine(hash, entry.Key, entry.Value));

    private static ulong Sum(ulong a, ulong b) => a > ulong.MaxValue - b ? ulong.MaxValue : a + b;
}
