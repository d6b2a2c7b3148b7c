namespace Ctrace.Core.Traces;

/// <summary>
/// How much of a container's life a trace has seen: its starts, and when each name was first seen. Immutable; merging is associative,
/// commutative and idempotent, times included. Equal is what has the same content: which starts, how they ended, which signals arrived.
/// Times go on while nothing new happens, and are no content: <see cref="IsSame"/> compares them, too.
/// </summary>
public sealed class Life : IEquatable<Life>
{
    private readonly SortedMap<StartId, RunStart> _starts;
    private readonly SortedMap<SyscallName, Moment> _syscalls;
    private readonly SortedMap<string, Moment> _capabilities;

    private Life(SortedMap<StartId, RunStart> starts, SortedMap<SyscallName, Moment> syscalls, SortedMap<string, Moment> capabilities) =>
        (_starts, _syscalls, _capabilities) = (starts, syscalls, capabilities);

    /// <summary>Nothing is known of it.</summary>
    public static Life Empty { get; } = new(SortedMap<StartId, RunStart>.Empty, SortedMap<SyscallName, Moment>.Empty, SortedMap<string, Moment>.Empty);

    /// <summary>Whether nothing is known.</summary>
    public bool IsEmpty => _starts.Count == 0 && _syscalls.Count == 0 && _capabilities.Count == 0;

    /// <summary>The starts, by their ids.</summary>
    public IEnumerable<RunStart> Starts => _starts.Select(entry => entry.Value);

    /// <summary>How many starts.</summary>
    public int Count => _starts.Count;

    /// <summary>When calls were first seen, as far as it is known; sorted.</summary>
    public IReadOnlyCollection<KeyValuePair<SyscallName, Moment>> Syscalls => _syscalls;

    /// <summary>When capabilities were first used or held, by name; sorted.</summary>
    public IReadOnlyCollection<KeyValuePair<string, Moment>> Capabilities => _capabilities;

    /// <summary>One start; null when it was not seen.</summary>
    public RunStart? this[StartId id] => _starts.TryGet(id, out var start) ? start : null;

    /// <summary>Unites many records; of one start, and of one name, there can be several.</summary>
    public static Life Create(IEnumerable<RunStart> starts, IEnumerable<KeyValuePair<SyscallName, Moment>> syscalls, IEnumerable<KeyValuePair<string, Moment>> capabilities)
    {
        ArgumentNullException.ThrowIfNull(starts);
        ArgumentNullException.ThrowIfNull(syscalls);
        ArgumentNullException.ThrowIfNull(capabilities);
        return Of(
            SortedMap<StartId, RunStart>.Create(starts.Select(start => KeyValuePair.Create(start.Id, start)), Unite),
            SortedMap<SyscallName, Moment>.Create(syscalls, Moment.Min),
            SortedMap<string, Moment>.Create(capabilities, Moment.Min));
    }

    /// <summary>The union.</summary>
    public Life Merge(Life other)
    {
        ArgumentNullException.ThrowIfNull(other);
        return other.IsEmpty ? this : IsEmpty ? other : Of(
            _starts.Merge(other._starts, Unite), _syscalls.Merge(other._syscalls, Moment.Min), _capabilities.Merge(other._capabilities, Moment.Min));
    }

    /// <summary>Only times of names that count.</summary>
    public Life Only(Predicate<SyscallName> syscalls, Predicate<string> capabilities) =>
        Of(_starts, _syscalls.Only(entry => syscalls(entry.Key)), _capabilities.Only(entry => capabilities(entry.Key)));

    /// <summary>
    /// The same with what the data directories held when the container started. A start that came after the first one found what that had left there.
    /// </summary>
    public Life WithData(DataState data)
    {
        const DataState Any = DataState.New | DataState.Used;
        var first = Starts.OrderBy(start => start.Began).ThenBy(start => start.Id).FirstOrDefault();
        return Create(
            Starts.Select(start => start with { Data = start.Data | (start == first || (data & Any) == 0 ? data : DataState.Used) }), _syscalls, _capabilities);
    }

    /// <summary>Same content and same times.</summary>
    public bool IsSame(Life other) => other is not null && _starts.Equals(other._starts) && _syscalls.Equals(other._syscalls) && _capabilities.Equals(other._capabilities);

    /// <summary>Same content: see above.</summary>
    public bool Equals(Life? other) => other is not null && (ReferenceEquals(this, other)
        || (_starts.Count == other._starts.Count && Starts.Zip(other.Starts).All(pair => pair.First.HasSameContent(pair.Second))));

    /// <inheritdoc />
    public override bool Equals(object? obj) => Equals(obj as Life);

    /// <inheritdoc />
    public override int GetHashCode() => HashCode.Combine(_starts.Count, Starts.FirstOrDefault()?.Id);

    private static RunStart Unite(RunStart one, RunStart other) => one.Merge(other);

    private static Life Of(SortedMap<StartId, RunStart> starts, SortedMap<SyscallName, Moment> syscalls, SortedMap<string, Moment> capabilities) =>
        starts.Count == 0 && syscalls.Count == 0 && capabilities.Count == 0 ? Empty : new(starts, syscalls, capabilities);
}

/// <summary>When something was seen first, and in which start of a container.</summary>
/// <param name="Time">Milliseconds since 1970, by the machine's clock, 0 to <see cref="RunStart.MaxTime"/>.</param>
/// <param name="Start">Which start.</param>
public readonly record struct Moment(long Time, StartId Start) : IComparable<Moment>
{
    /// <summary>The earlier one.</summary>
    public static Moment Min(Moment one, Moment other) => one.CompareTo(other) <= 0 ? one : other;

    /// <inheritdoc />
    public int CompareTo(Moment other) => Time != other.Time ? Time.CompareTo(other.Time) : Start.CompareTo(other.Start);
}
