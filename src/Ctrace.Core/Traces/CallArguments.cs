using System.Collections.Immutable;

namespace Ctrace.Core.Traces;

/// <summary>A syscall together with the values of some of its arguments.</summary>
/// <param name="Syscall">Which call.</param>
/// <param name="Values">What counts of those arguments that decide what the call does, in their order; 1 to 6.</param>
public sealed record CallArguments(SyscallName Syscall, ImmutableArray<ulong> Values) : IComparable<CallArguments>
{
    /// <summary>How many arguments a call can have.</summary>
    public const int MaxValues = 6;

    /// <summary>Orders by syscall, then by the values, one after the other.</summary>
    public int CompareTo(CallArguments? other)
    {
        if (other is null)
        {
            return 1;
        }

        var bySyscall = Syscall.CompareTo(other.Syscall);
        return bySyscall != 0 ? bySyscall : Values.AsSpan().SequenceCompareTo(other.Values.AsSpan());
    }

    /// <summary>Same call, same values.</summary>
    public bool Equals(CallArguments? other) => other is not null && Syscall == other.Syscall && Values.SequenceEqual(other.Values);

    /// <inheritdoc />
    public override int GetHashCode() => Values.Aggregate(Syscall.GetHashCode(), HashCode.Combine);
}
