using System.Collections;

namespace Ctrace.Core.Traces;

/// <summary>Calls that were refused, or would have been, with when first and how often. Immutable, sorted. Merging keeps the earlier times and adds the numbers.</summary>
public sealed class RefusedCalls : IReadOnlyCollection<KeyValuePair<RefusedCall, Sighting>>, IEquatable<RefusedCalls>
{
    private readonly SortedMap<RefusedCall, Sighting> _calls;

    private RefusedCalls(SortedMap<RefusedCall, Sighting> calls) => _calls = calls;

    /// <summary>No refused call.</summary>
    public static RefusedCalls Empty { get; } = new(SortedMap<RefusedCall, Sighting>.Empty);

    /// <inheritdoc />
    public int Count => _calls.Count;

    /// <summary>Of many; one that comes more than once counts as often.</summary>
    public static RefusedCalls Create(IEnumerable<KeyValuePair<RefusedCall, Sighting>> calls)
    {
        ArgumentNullException.ThrowIfNull(calls);
        var map = SortedMap<RefusedCall, Sighting>.Create(calls, Both);
        return map.Count == 0 ? Empty : new(map);
    }

    /// <summary>Whether one is among them.</summary>
    public bool Contains(RefusedCall call) => _calls.TryGet(call, out _);

    /// <summary>The union.</summary>
    public RefusedCalls Merge(RefusedCalls other)
    {
        ArgumentNullException.ThrowIfNull(other);
        return other.Count == 0 ? this : Count == 0 ? other : new(_calls.Merge(other._calls, Both));
    }

    /// <inheritdoc />
    public IEnumerator<KeyValuePair<RefusedCall, Sighting>> GetEnumerator() => _calls.GetEnumerator();

    /// <inheritdoc />
    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    /// <summary>Same calls, times and numbers.</summary>
    public bool Equals(RefusedCalls? other) => other is not null && _calls.Equals(other._calls);

    /// <inheritdoc />
    public override bool Equals(object? obj) => Equals(obj as RefusedCalls);

    /// <inheritdoc />
    public override int GetHashCode() => _calls.GetHashCode();

    private static Sighting Both(Sighting one, Sighting other) => one.And(other);
}
