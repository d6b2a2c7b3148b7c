namespace Ctrace.Core.Traces;

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
