namespace Ctrace.Core.Profiles.SecurityProfilesOperator;

/// <summary>
/// Whether a name can match two globs, as AppArmor reads them (apparmor.d(5), Globbing): the operator denies writing to all that may be
/// only read, and reading what may be only written, and a denial outweighs what another rule allows.
/// </summary>
internal sealed class GlobOverlap
{
    // Places that are looked at in all. Strangers choose the names; what was not looked at is taken to overlap, which costs strictness alone.
    private int _fuel = 20_000_000;

    /// <summary>Whether both match some name.</summary>
    public bool Of(string one, string other)
    {
        var common = 0;
        while (common < one.Length && common < other.Length && one[common] == other[common] && !IsGlob(one[common]))
        {
            common++;
        }

        _fuel -= common + 1;
        if (common < one.Length && common < other.Length && !IsGlob(one[common]) && !IsGlob(other[common]) && one[common] != '@' && other[common] != '@')
        {
            return false;
        }

        return _fuel < 0 || Walk(Read(one), Read(other));
    }

    /// <summary>Both automata at once, from the start to where both end.</summary>
    private bool Walk(List<Step> one, List<Step> other)
    {
        var seen = new HashSet<(int, int)> { (0, 0) };
        var open = new Stack<(int One, int Other)>(seen);
        while (open.TryPop(out var at))
        {
            if ((at.One == one.Count && at.Other == other.Count) || --_fuel < 0)
            {
                return true;
            }

            foreach (var next in Next(one, other, at).Where(seen.Add))
            {
                open.Push(next);
            }
        }

        return false;
    }

    private static IEnumerable<(int, int)> Next(List<Step> one, List<Step> other, (int One, int Other) at)
    {
        var (left, right) = (at.One < one.Count ? one[at.One] : (Step?)null, at.Other < other.Count ? other[at.Other] : (Step?)null);
        if (left is { IsRepeated: true })
        {
            yield return (at.One + 1, at.Other);
        }

        if (right is { IsRepeated: true })
        {
            yield return (at.One, at.Other + 1);
        }

        if (left is { } mine && right is { } theirs && mine.Meets(theirs))
        {
            yield return (at.One + (mine.IsRepeated ? 0 : 1), at.Other + (theirs.IsRepeated ? 0 : 1));
        }
    }

    /// <summary>A star that is all of a name's part, or a pair that ends the path, stands for one character at least (parser_regex.c).</summary>
    private static List<Step> Read(string glob)
    {
        var steps = new List<Step>();
        for (var i = 0; i < glob.Length; i++)
        {
            var isFirst = i > 0 && glob[i - 1] == '/';
            if (glob.AsSpan(i).StartsWith(PathGlob.AnyProcess))
            {
                steps.AddRange([new Step(Step.Digit, false), new Step(Step.Digit, true)]);
                i += PathGlob.AnyProcess.Length - 1;
            }
            else if (glob.AsSpan(i).StartsWith("**"))
            {
                i++;
                steps.AddRange([.. isFirst && i + 1 == glob.Length ? [new Step(Step.NoSlash, false)] : Array.Empty<Step>(), new Step(Step.Any, true)]);
            }
            else if (glob[i] == '*')
            {
                var isAll = isFirst && (i + 1 == glob.Length || glob[i + 1] == '/');
                steps.AddRange([.. isAll ? [new Step(Step.NoSlash, false)] : Array.Empty<Step>(), new Step(Step.NoSlash, true)]);
            }
            else
            {
                steps.Add(new Step(glob[i] == '?' ? Step.NoSlash : glob[i], false));
            }
        }

        return steps;
    }

    private static bool IsGlob(char c) => c is '*' or '?';

    /// <param name="What">A character, or one of the classes, which are no characters of the resource.</param>
    /// <param name="IsRepeated">Whether it stands for any number, or none.</param>
    private readonly record struct Step(char What, bool IsRepeated)
    {
        public const char Any = '\u0100', NoSlash = '\u0101', Digit = '\u0102';

        public bool Meets(Step other) => What == other.What || Takes(other.What) || other.Takes(What) || (What >= Any && other.What >= Any);

        private bool Takes(char c) => c < Any && What switch
        {
            Any => true,
            NoSlash => c != '/',
            Digit => char.IsAsciiDigit(c),
            _ => false,
        };
    }
}
