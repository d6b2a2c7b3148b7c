using System.Collections;

namespace Ctrace.Core.Traces;

/// <summary>
/// Who used what, and when first: an immutable, sorted map from a name and a caller to milliseconds after the recording
/// began. Merging two unites the keys and keeps the earlier time, which is idempotent.
/// </summary>
public sealed class Callers<TName> : IReadOnlyCollection<KeyValuePair<Use<TName>, ulong>>, IEquatable<Callers<TName>>
    where TName : notnull
{
    private readonly SortedMap<Use<TName>, ulong> _first;

    private Callers(SortedMap<Use<TName>, ulong> first) => _first = first;

    /// <summary>Nothing is known of anything.</summary>
    public static Callers<TName> Empty { get; } = new(SortedMap<Use<TName>, ulong>.Empty);

    /// <summary>How many pairs of a name and a caller.</summary>
    public int Count => _first.Count;

    /// <summary>Whether it is known that someone used something.</summary>
    public bool Contains(Use<TName> use) => _first.TryGet(use, out _);

    /// <summary>Who used one name, the first one first.</summary>
    public IEnumerable<(Caller Caller, ulong First)> this[TName name] => _first
        .Where(entry => entry.Key.Name.Equals(name)).OrderBy(entry => entry.Value).ThenBy(entry => entry.Key.Caller).Select(entry => (entry.Key.Caller, entry.Value));

    /// <summary>Unites many; a pair may come more than once.</summary>
    public static Callers<TName> Create(IEnumerable<KeyValuePair<Use<TName>, ulong>> first)
    {
        ArgumentNullException.ThrowIfNull(first);
        return new(SortedMap<Use<TName>, ulong>.Create(first, Math.Min));
    }

    /// <summary>The union, with the earlier times.</summary>
    public Callers<TName> Merge(Callers<TName> other)
    {
        ArgumentNullException.ThrowIfNull(other);
        return other.Count == 0 ? this : Count == 0 ? other : new(_first.Merge(other._first, Math.Min));
    }

    /// <summary>Only what concerns some names.</summary>
    public Callers<TName> Only(Predicate<TName> names) => new(_first.Only(entry => names(entry.Key.Name)));

    /// <inheritdoc />
    public IEnumerator<KeyValuePair<Use<TName>, ulong>> GetEnumerator() => _first.GetEnumerator();

    /// <inheritdoc />
    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    /// <summary>Same pairs, same times.</summary>
    public bool Equals(Callers<TName>? other) => other is not null && _first.Equals(other._first);

    /// <inheritdoc />
    public override bool Equals(object? obj) => Equals(obj as Callers<TName>);

    /// <inheritdoc />
    public override int GetHashCode() => _first.GetHashCode();
}

/// <summary>That someone used something.</summary>
/// <param name="Name">A call, or a capability's name.</param>
/// <param name="Caller">The program that made the call or used the capability.</param>
public readonly record struct Use<TName>(TName Name, Caller Caller) : IComparable<Use<TName>>
    where TName : notnull
{
    /// <summary>Orders by name (text ordinally), then by caller.</summary>
    public int CompareTo(Use<TName> other)
    {
        var byName = Name is string name ? string.CompareOrdinal(name, other.Name as string) : Comparer<TName>.Default.Compare(Name, other.Name);
        return byName != 0 ? byName : Caller.CompareTo(other.Caller);
    }
}
