namespace Ctrace.Core.Traces;

/// <summary>
/// From what was seen to how often. Merging two unites the keys, which is idempotent, and adds the numbers, which is not: the set is the truth, the
/// numbers tell its weight.
/// </summary>
public sealed class Counts<TKey> : TraceMap<TKey, ulong, Counts<TKey>>
    where TKey : notnull
{
    private Counts(SortedMap<TKey, ulong> map)
        : base(map)
    {
    }

    /// <summary>Nothing was seen.</summary>
    public static Counts<TKey> Empty { get; } = new(SortedMap<TKey, ulong>.Empty);

    /// <summary>Unites many at once; a key may come more than once.</summary>
    public static Counts<TKey> Create(IEnumerable<KeyValuePair<TKey, ulong>> counts)
    {
        ArgumentNullException.ThrowIfNull(counts);
        return Empty.With(SortedMap<TKey, ulong>.Create(counts, Sum));
    }

    /// <summary>How often; 0 for what was not seen. A key can be present with the number 0: seen, but not counted.</summary>
    public ulong this[TKey key] => TryGet(key, out var count) ? count : 0;

    /// <summary>With one more key, or a larger number at a key that is there. Numbers saturate.</summary>
    public Counts<TKey> Add(TKey key, ulong count) => Merge(Create([new(key, count)]));

    private protected override Counts<TKey> With(SortedMap<TKey, ulong> map) => map.Count == 0 ? Empty : new(map);

    private protected override ulong Combine(ulong one, ulong other) => Sum(one, other);

    private static ulong Sum(ulong a, ulong b) => a > ulong.MaxValue - b ? ulong.MaxValue : a + b;
}
