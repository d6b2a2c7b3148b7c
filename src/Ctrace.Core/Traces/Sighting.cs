namespace Ctrace.Core.Traces;

/// <summary>When something was seen first, and how often.</summary>
/// <param name="First">In seconds since 1970, UTC.</param>
/// <param name="Count">How often.</param>
public readonly record struct Sighting(long First, ulong Count)
{
    /// <summary>Both: the earlier time, and the sum, which saturates.</summary>
    public Sighting And(Sighting other) => new(Math.Min(First, other.First), Count > ulong.MaxValue - other.Count ? ulong.MaxValue : Count + other.Count);
}
