namespace Ctrace.Core.Traces;

/// <summary>That a call was refused, or would have been refused by a profile that the container did not run under.</summary>
/// <param name="Profile">The profile's name where it would have been; empty where a filter refused it. Untrusted text.</param>
/// <param name="Syscall">The call.</param>
/// <param name="Answer">What was or would have been answered: see <see cref="IsAnswer"/>.</param>
/// <param name="Arguments">What it was given, where that decides; else null.</param>
/// <param name="Caller">Who made it, of several the one who made it first.</param>
public sealed record RefusedCall(string Profile, SyscallName Syscall, string Answer, CallArguments? Arguments, Caller Caller) : IComparable<RefusedCall>
{
    /// <summary>The answer of a profile that refuses the call with some arguments, where it is not known what it was given.</summary>
    public const string Depends = "depends";

    private const int LongestAnswer = 40;

    /// <summary>Whether nothing was refused: it would have been.</summary>
    public bool IsForeseen => Profile.Length > 0;

    /// <summary>Whether the answer is that the kernel has no such call, so that callers go on with another.</summary>
    public bool IsDisguised => Answer == "errno:ENOSYS";

    /// <summary>Whether a text can be an answer: one word, <c>errno:EPERM</c>, <c>kill_process</c>.</summary>
    public static bool IsAnswer(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        return text is [>= 'a' and <= 'z', ..] && text.Length <= LongestAnswer && text.All(one => char.IsAsciiLetterOrDigit(one) || one is '_' or ':');
    }

    /// <summary>Orders by profile, call, answer, what the call was given, and caller.</summary>
    public int CompareTo(RefusedCall? other)
    {
        if (other is null)
        {
            return 1;
        }

        var order = string.CompareOrdinal(Profile, other.Profile);
        order = order != 0 ? order : Syscall.CompareTo(other.Syscall);
        order = order != 0 ? order : string.CompareOrdinal(Answer, other.Answer);
        order = order != 0 ? order : Comparer<CallArguments?>.Default.Compare(Arguments, other.Arguments);
        return order != 0 ? order : Caller.CompareTo(other.Caller);
    }
}

/// <summary>When something was seen first, and how often.</summary>
/// <param name="First">In seconds since 1970, UTC.</param>
/// <param name="Count">How often.</param>
public readonly record struct Sighting(long First, ulong Count)
{
    /// <summary>Both: the earlier time, and the sum, which saturates.</summary>
    public Sighting And(Sighting other) => new(Math.Min(First, other.First), Count > ulong.MaxValue - other.Count ? ulong.MaxValue : Count + other.Count);
}
