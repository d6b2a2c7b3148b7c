namespace Ctrace.Core.Traces;

/// <summary>That a seccomp filter refused a call to a program.</summary>
/// <param name="Outcome">The call, and the error that the filter answered.</param>
/// <param name="Caller">Whose call it was.</param>
/// <param name="Arguments">What it was given, where that can decide; null of other calls.</param>
public sealed record Refusal(Outcome Outcome, Caller Caller, CallArguments? Arguments) : IComparable<Refusal>
{
    /// <summary>Orders by call and error, then by what the call was given, then by caller.</summary>
    public int CompareTo(Refusal? other)
    {
        if (other is null)
        {
            return 1;
        }

        var byOutcome = Outcome.CompareTo(other.Outcome);
        var byArguments = byOutcome != 0 ? byOutcome : Comparer<CallArguments?>.Default.Compare(Arguments, other.Arguments);
        return byArguments != 0 ? byArguments : Caller.CompareTo(other.Caller);
    }
}

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
