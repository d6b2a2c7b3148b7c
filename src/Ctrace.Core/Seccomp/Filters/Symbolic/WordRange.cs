using System.Collections.Immutable;
using System.Numerics;

namespace Ctrace.Core.Seccomp.Filters.Symbolic;

/// <summary>
/// What is known of one word after the questions that were asked of it: never less than the values that answer them so,
/// at times more. Immutable.
/// </summary>
/// <param name="Low">The least value.</param>
/// <param name="High">The largest.</param>
/// <param name="Ones">Bits that are set.</param>
/// <param name="Zeros">Bits that are not.</param>
/// <param name="Rest">Answers that none of the others can say.</param>
internal sealed record WordRange(uint Low, uint High, uint Ones, uint Zeros, ImmutableArray<(WordTest Test, bool Holds)> Rest)
{
    /// <summary>Anything.</summary>
    public static WordRange Any { get; } = new(0, uint.MaxValue, 0, 0, []);

    /// <summary>One value.</summary>
    public static WordRange Of(uint value) => Any with { Low = value, High = value };

    /// <summary>Whether nothing is known.</summary>
    public bool IsAny => Low == 0 && High == uint.MaxValue && (Ones | Zeros) == 0 && Rest.IsEmpty;

    /// <summary>The value, when only one is possible.</summary>
    public uint? Single => Low == High ? Low : null;

    /// <summary>Whether a value answers all questions so.</summary>
    public bool Contains(uint value) => value >= Low && value <= High && (value & Ones) == Ones && (value & Zeros) == 0
        && Rest.All(answer => answer.Test.Holds(value) == answer.Holds);

    /// <summary>The answer to a question, when all values give the same.</summary>
    public bool? Decide(WordTest test)
    {
        // Of two bounds that begin alike, so do all values between.
        var alike = Low == High ? uint.MaxValue : ~(uint.MaxValue >> BitOperations.LeadingZeroCount(Low ^ High));
        uint ones = Ones | (Low & alike), zeros = Zeros | (~Low & alike);
        var (mask, isEqual, value) = test;
        uint least = mask == uint.MaxValue ? Math.Max(Low, ones) : ones & mask, most = Math.Min(mask & ~zeros, High);
        if (isEqual)
        {
            return (value & ~(mask & ~zeros)) != 0 || (ones & mask & ~value) != 0 || value < least || value > most ? false
                : (mask & ~(ones | zeros)) == 0 ? true
                : Known(test);
        }

        return least > value ? true : most <= value ? false : Known(test);
    }

    /// <summary>With one more answer; null when no value is left.</summary>
    public WordRange? With(WordTest test, bool holds)
    {
        if (Decide(test) is { } decided)
        {
            return decided == holds ? this : null;
        }

        var (mask, isEqual, value) = test;
        var narrowed = (isEqual, holds) switch
        {
            (true, true) => this with { Ones = Ones | value, Zeros = Zeros | (mask & ~value) },
            (true, false) when BitOperations.IsPow2(mask) => value == 0 ? this with { Ones = Ones | mask } : this with { Zeros = Zeros | mask },
            (true, false) when mask == uint.MaxValue && value == Low => this with { Low = Low + 1 },
            (true, false) when mask == uint.MaxValue && value == High => this with { High = High - 1 },
            (false, true) when mask == uint.MaxValue => this with { Low = value + 1 },
            (false, false) when mask == uint.MaxValue => this with { High = value },
            _ => this with { Rest = Rest.Add((test, holds)) },
        };
        return narrowed.Narrow();
    }

    /// <summary>A value, when one can be found soon.</summary>
    public uint? Example()
    {
        uint[] near = [Low, High, Ones, ~Zeros, (Low & ~Zeros) | Ones, (High & ~Zeros) | Ones];
        foreach (var value in near.Concat(Rest.SelectMany(answer => (uint[])[answer.Test.Value, answer.Test.Value + 1, answer.Test.Mask])))
        {
            for (var step = 0u; step <= (uint)Rest.Length; step++)
            {
                var candidate = ((value + step) & ~Zeros) | Ones;
                if (Contains(candidate))
                {
                    return candidate;
                }
            }
        }

        return null;
    }

    /// <summary>False only when no value answers all questions so: what each of the answers leaves, all together may not.</summary>
    /// <param name="left">How much may be looked at; when that is spent, a value is taken to be possible.</param>
    public bool IsPossible(ref int left)
    {
        if (Rest.IsEmpty || Contains(Low) || Contains(High) || Contains((Low & ~Zeros) | Ones) || (left -= Rest.Length) <= 0)
        {
            return true;
        }

        // From the top, as libseccomp's masks are, so that one half is decided soon. What both bounds begin with is known.
        var alike = Low == High ? uint.MaxValue : ~(uint.MaxValue >> BitOperations.LeadingZeroCount(Low ^ High));
        var bits = Rest.Aggregate(0u, (all, answer) => all | answer.Test.Mask) & ~(Ones | Zeros | alike);
        if (bits == 0)
        {
            return true;
        }

        var highest = new WordTest(1u << (31 - BitOperations.LeadingZeroCount(bits)), true, 0);
        var (one, zero) = (With(highest, false), With(highest, true));
        return one == this || zero == this || (one?.IsPossible(ref left) ?? false) || (zero?.IsPossible(ref left) ?? false);
    }

    private bool? Known(WordTest test)
    {
        foreach (var (known, holds) in Rest)
        {
            if (known == test)
            {
                return holds;
            }
        }

        return null;
    }

    /// <summary>Bounds follow from bits, and the one value that is left decides all.</summary>
    private WordRange? Narrow()
    {
        uint low = Math.Max(Low, Ones), high = Math.Min(High, ~Zeros);
        if ((Ones & Zeros) != 0 || low > high)
        {
            return null;
        }

        if ((Ones | Zeros) == uint.MaxValue)
        {
            (low, high) = (Ones, Ones);
        }

        var bounded = this with { Low = low, High = high };
        if (low == high)
        {
            return bounded.Contains(low) ? Of(low) : null;
        }

        var bare = bounded with { Rest = [] };
        foreach (var (test, holds) in Rest)
        {
            switch (bare.Decide(test))
            {
                case null:
                    bare = bare with { Rest = bare.Rest.Add((test, holds)) };
                    break;
                case var decided when decided != holds:
                    return null;
                default:
                    break;
            }
        }

        // A bound that is excluded moves; each answer can do so once.
        return bare.Rest.Any(answer => answer is { Test: { Mask: uint.MaxValue, IsEqual: true }, Holds: false } && (answer.Test.Value == low || answer.Test.Value == high))
            ? bare.MoveBounds()
            : bare;
    }

    private WordRange? MoveBounds()
    {
        var at = Rest.First(answer => answer is { Test: { Mask: uint.MaxValue, IsEqual: true }, Holds: false } && (answer.Test.Value == Low || answer.Test.Value == High));
        var rest = this with { Rest = Rest.Remove(at) };
        return (at.Test.Value == Low ? rest with { Low = Low + 1 } : rest with { High = High - 1 }).Narrow();
    }
}
