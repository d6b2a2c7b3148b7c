namespace Ctrace.Core.Traces;

/// <summary>Calls that were refused, or would have been, with when first and how often. Merging keeps the earlier times and adds the numbers.</summary>
public sealed class RefusedCalls : TraceMap<RefusedCall, Sighting, RefusedCalls>
{
    private RefusedCalls(SortedMap<RefusedCall, Sighting> map)
        : base(map)
    {
    }

    /// <summary>No refused call.</summary>
    public static RefusedCalls Empty { get; } = new(SortedMap<RefusedCall, Sighting>.Empty);

    /// <summary>Of many; one that comes more than once counts as often.</summary>
    public static RefusedCalls Create(IEnumerable<KeyValuePair<RefusedCall, Sighting>> calls)
    {
        ArgumentNullException.ThrowIfNull(calls);
        return Empty.With(SortedMap<RefusedCall, Sighting>.Create(calls, Empty.Combine));
    }

    private protected override RefusedCalls With(SortedMap<RefusedCall, Sighting> map) => map.Count == 0 ? Empty : new(map);

    private protected override Sighting Combine(Sighting one, Sighting other) => one.And(other);
}
