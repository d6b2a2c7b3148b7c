namespace Ctrace.Core.Traces;

/// <summary>A capability that had to be held, and what for.</summary>
/// <param name="Name">Without <c>cap_</c>.</param>
/// <param name="For">What for.</param>
public readonly record struct HeldCapability(string Name, Holding For) : IComparable<HeldCapability>
{
    /// <summary>Orders by name, ordinally, then by what for.</summary>
    public int CompareTo(HeldCapability other)
    {
        var byName = string.CompareOrdinal(Name, other.Name);
        return byName != 0 ? byName : For.CompareTo(other.For);
    }
}
