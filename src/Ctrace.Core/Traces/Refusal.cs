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
