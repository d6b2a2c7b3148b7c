namespace Ctrace.Core.Traces;

/// <summary>
/// When things were seen last, in seconds since 1970 (UTC). What is not in it was seen at a time that nobody noted. Merging keeps the later time, which
/// is idempotent.
/// </summary>
public sealed class LastTimes<TName> : TraceMap<TName, long, LastTimes<TName>>
    where TName : notnull
{
    private LastTimes(SortedMap<TName, long> map)
        : base(map)
    {
    }

    /// <summary>Nothing is known of anything.</summary>
    public static LastTimes<TName> Empty { get; } = new(SortedMap<TName, long>.Empty);

    /// <summary>When something was seen last; null when nobody noted it.</summary>
    public long? this[TName name] => TryGet(name, out var time) ? time : null;

    /// <summary>Of many; of a name that comes more than once the latest counts.</summary>
    public static LastTimes<TName> Create(IEnumerable<KeyValuePair<TName, long>> times)
    {
        ArgumentNullException.ThrowIfNull(times);
        return Empty.With(SortedMap<TName, long>.Create(times, Math.Max));
    }

    private protected override LastTimes<TName> With(SortedMap<TName, long> map) => map.Count == 0 ? Empty : new(map);

    private protected override long Combine(long one, long other) => Math.Max(one, other);
}
