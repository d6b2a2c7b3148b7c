namespace Ctrace.Core.Traces;

/// <summary>
/// Who used what, and when first: from a name and a caller to milliseconds after the recording began. Merging keeps the earlier time, which is
/// idempotent.
/// </summary>
public sealed class Callers<TName> : TraceMap<ByCaller<TName>, ulong, Callers<TName>>
    where TName : notnull
{
    private Callers(SortedMap<ByCaller<TName>, ulong> map)
        : base(map)
    {
    }

    /// <summary>Nothing is known of anything.</summary>
    public static Callers<TName> Empty { get; } = new(SortedMap<ByCaller<TName>, ulong>.Empty);

    /// <summary>Who used one name, the first one first.</summary>
    public IEnumerable<(Caller Caller, ulong First)> this[TName name] => this
        .Where(entry => entry.Key.Name.Equals(name)).OrderBy(entry => entry.Value).ThenBy(entry => entry.Key.Caller).Select(entry => (entry.Key.Caller, entry.Value));

    /// <summary>Unites many; a pair may come more than once.</summary>
    public static Callers<TName> Create(IEnumerable<KeyValuePair<ByCaller<TName>, ulong>> first)
    {
        ArgumentNullException.ThrowIfNull(first);
        return Empty.With(SortedMap<ByCaller<TName>, ulong>.Create(first, Math.Min));
    }

    /// <summary>What concerns some names.</summary>
    public Callers<TName> Of(Predicate<TName> names) => Only(use => names(use.Name));

    private protected override Callers<TName> With(SortedMap<ByCaller<TName>, ulong> map) => map.Count == 0 ? Empty : new(map);

    private protected override ulong Combine(ulong one, ulong other) => Math.Min(one, other);
}

/// <summary>A name, and who used it.</summary>
/// <param name="Name">A call, or a capability's name.</param>
/// <param name="Caller">The program that made the call or used the capability.</param>
public readonly record struct ByCaller<TName>(TName Name, Caller Caller) : IComparable<ByCaller<TName>>
    where TName : notnull
{
    /// <summary>Orders by name (text ordinally), then by caller.</summary>
    public int CompareTo(ByCaller<TName> other)
    {
        var byName = Name is string name ? string.CompareOrdinal(name, other.Name as string) : Comparer<TName>.Default.Compare(Name, other.Name);
        return byName != 0 ? byName : Caller.CompareTo(other.Caller);
    }
}
