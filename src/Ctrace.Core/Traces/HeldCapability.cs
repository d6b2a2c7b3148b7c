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

/// <summary>What a capability has to be held for, though the kernel never asks for it.</summary>
public enum Holding
{
    /// <summary>A file with it was executed: without it the kernel refuses to (capabilities(7), capability-dumb binaries).</summary>
    File,

    /// <summary>capset(2) was told to keep or to raise it, which fails when it is not permitted.</summary>
    Capset,

    /// <summary>prctl(2) made it ambient, which fails when it is not permitted and inheritable.</summary>
    Ambient,
}
