namespace Ctrace.Core.Traces;

/// <summary>That a program asked for a capability and did not have it.</summary>
/// <param name="Capability">The name, without <c>cap_</c>.</param>
/// <param name="IsOwn">Whether the program gave it up, or ran as a user that has none; else its container was not given it.</param>
/// <param name="Caller">Who asked.</param>
public readonly record struct CapabilityRefusal(string Capability, bool IsOwn, Caller Caller) : IComparable<CapabilityRefusal>
{
    /// <summary>Orders by name, then by reason, then by caller.</summary>
    public int CompareTo(CapabilityRefusal other)
    {
        var byName = string.CompareOrdinal(Capability, other.Capability);
        var byReason = byName != 0 ? byName : IsOwn.CompareTo(other.IsOwn);
        return byReason != 0 ? byReason : Caller.CompareTo(other.Caller);
    }
}
