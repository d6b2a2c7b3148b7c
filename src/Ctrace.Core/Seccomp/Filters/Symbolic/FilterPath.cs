using System.Collections.Immutable;

namespace Ctrace.Core.Seccomp.Filters.Symbolic;

/// <summary>One way through filters for one call: which arguments lead there, and what each filter returns.</summary>
/// <param name="Words">What is known of each word of struct seccomp_data.</param>
/// <param name="Conditions">What else must hold.</param>
/// <param name="Returns">By filter; null when the value is computed from the arguments, or was not followed.</param>
/// <param name="IsExact">Whether a call that matches goes this way; else it may go another one that matches as well.</param>
internal sealed record FilterPath(
    ImmutableArray<WordRange> Words, ImmutableArray<Condition> Conditions, ImmutableArray<FilterReturn?> Returns, bool IsExact)
{
    /// <summary>Whether a call can go this way.</summary>
    public bool Matches(SeccompData data)
    {
        for (var word = 0; word < Words.Length; word++)
        {
            if (!Words[word].Contains(data.Word(word)))
            {
                return false;
            }
        }

        return Conditions.All(condition => condition.Matches(data) ?? true);
    }

    /// <summary>False only when no call can go this way.</summary>
    /// <param name="left">How much may be looked at.</param>
    public bool IsPossible(ref int left)
    {
        foreach (var word in Words)
        {
            if (!word.IsPossible(ref left))
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>What the kernel does of some of the filters' answers; null when one of them is not known.</summary>
    public FilterReturn? Combined(Range filters)
    {
        FilterReturn? combined = new FilterReturn(SeccompAction.Allow);
        foreach (var answer in Returns.AsSpan()[filters])
        {
            combined = combined is { } newer && answer is { } older ? Simulator.Lower(newer, older) : null;
        }

        return combined;
    }

    /// <summary>A call that goes this way, when one can be found soon.</summary>
    public SeccompData? Example()
    {
        var words = new uint[SeccompData.Words];
        for (var word = 0; word < words.Length; word++)
        {
            if (Words[word].Example() is not { } value)
            {
                return null;
            }

            words[word] = value;
        }

        var arguments = default(SeccompData.Six);
        for (var i = 0; i < 6; i++)
        {
            arguments[i] = Wide(SeccompData.FirstArgumentWord + (2 * i));
        }

        var call = new SeccompData((int)words[0], words[1], Wide(SeccompData.FirstFreeWord), arguments);
        return Matches(call) ? call : null;

        ulong Wide(int word) => words[word] | ((ulong)words[word + 1] << 32);
    }
}
