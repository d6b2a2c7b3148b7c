namespace Ctrace.Core.Traces;

/// <summary>
/// What a container was refused while it was recorded, and to which of its programs. Whether this is all, or anything, is known
/// by <see cref="Fact.Refusals"/>.
/// </summary>
/// <param name="Calls">By a filter.</param>
/// <param name="Capabilities">By the kernel.</param>
public sealed record Refusals(Counts<Refusal> Calls, Counts<CapabilityRefusal> Capabilities)
{
    /// <summary>Nothing.</summary>
    public static Refusals Empty { get; } = new(Counts<Refusal>.Empty, Counts<CapabilityRefusal>.Empty);

    /// <summary>Whether there are none.</summary>
    public bool IsEmpty => Calls.Count == 0 && Capabilities.Count == 0;

    /// <summary>The union; how often is added up.</summary>
    public Refusals Merge(Refusals other)
    {
        ArgumentNullException.ThrowIfNull(other);
        return other.IsEmpty ? this : IsEmpty ? other : new(Calls.Merge(other.Calls), Capabilities.Merge(other.Capabilities));
    }
}
