using System.Collections;
using System.Collections.Immutable;

namespace Ctrace.Core.Traces;

/// <summary>
/// Who used what, and when first: an immutable, sorted map from a name and a caller to milliseconds after the recording
/// began. Merging two unites the keys and keeps the earlier time, which is idempotent.
/// </summary>
public sealed class Callers<TName> : IReadOnlyCollection<KeyValuePair<(TName Name, Caller Caller), ulong>>, IEquatable<Callers<TName>>
    where TName : notnull
{
    private static readonly Comparer<(TName Name, Caller Caller)> Order = Comparer<(TName Name, Caller Caller)>.Create(Compare);

    private readonly ImmutableSortedDictionary<(TName Name, Caller Caller), ulong> _first;

    private Callers(ImmutableSortedDictionary<(TName Name, Caller Caller), ulong> first) => _first = first;

    /// <summary>Nothing is known of anything.</summary>
    public static Callers<TName> Empty { get; } = new(ImmutableSortedDictionary.Create<(TName Name, Caller Caller), ulong>(Order));

    /// <summary>How many pairs of a name and a caller.</summary>
    public int Count => _first.Count;

    /// <summary>Who used one name, the first one first.</summary>
    public IEnumerable<(Caller Caller, ulong First)> this[TName name] => _first
        .Where(entry => entry.Key.Name.Equals(name)).OrderBy(entry => entry.Value).ThenBy(entry => entry.Key.Caller).Select(entry => (entry.Key.Caller, entry.Value));

    /// <summary>Unites many; a pair may come more than once.</summary>
    public static Callers<TName> Create(IEnumerable<KeyValuePair<(TName Name, Caller Caller), ulong>> first)
    {
        ArgumentNullException.ThrowIfNull(first);
        return Empty.With(first);
    }

    /// <summary>The union, with the earlier times.</summary>
    public Callers<TName> Merge(Callers<TName> other)
    {
        ArgumentNullException.ThrowIfNull(other);
        return other.Count == 0 ? this : Count == 0 ? other : With(other);
    }

    /// <summary>Only what concerns some names.</summary>
    public Callers<TName> Only(Predicate<TName> names) =>
        _first.Keys.All(key => names(key.Name)) ? this : Create(_first.Where(entry => names(entry.Key.Name)));

    /// <inheritdoc />
    public IEnumerator<KeyValuePair<(TName Name, Caller Caller), ulong>> GetEnumerator() => _first.GetEnumerator();

    /// <inheritdoc />
    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    /// <summary>Same pairs, same times.</summary>
    public bool Equals(Callers<TName>? other) => other is not null && _first.SequenceEqual(other._first);

    /// <inheritdoc />
    public override bool Equals(object? obj) => Equals(obj as Callers<TName>);

    /// <inheritdoc />
    public override int GetHashCode() => _first.Count;

    private static int Compare((TName Name, Caller Caller) one, (TName Name, Caller Caller) other)
    {
        var byName = one.Name is string name ? string.CompareOrdinal(name, other.Name as string) : Comparer<TName>.Default.Compare(one.Name, other.Name);
        return byName != 0 ? byName : one.Caller.CompareTo(other.Caller);
    }

    private Callers<TName> With(IEnumerable<KeyValuePair<(TName Name, Caller Caller), ulong>> more)
    {
        var builder = _first.ToBuilder();
        foreach (var (key, first) in more)
        {
            builder[key] = Math.Min(first, builder.GetValueOrDefault(key, ulong.MaxValue));
        }

        return new(builder.ToImmutable());
    }
}
