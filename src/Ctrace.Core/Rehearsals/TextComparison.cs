using System.Text.RegularExpressions;

namespace Ctrace.Core.Rehearsals;

/// <summary>
/// Compares what a program wrote with what it wrote the two times before, when nothing restricted it. What differed between those two differs by
/// itself: numbers first, then lines.
/// </summary>
internal static partial class TextComparison
{
    /// <summary>The first line that tells a third text from the other two; null when nothing does.</summary>
    /// <param name="one">The first time.</param>
    /// <param name="two">The second time.</param>
    /// <param name="three">The time that is looked at.</param>
    /// <returns><c>missing: ...</c> or <c>new: ...</c>.</returns>
    public static string? Difference(IReadOnlyList<string> one, IReadOnlyList<string> two, IReadOnlyList<string> three)
    {
        ArgumentNullException.ThrowIfNull(one);
        ArgumentNullException.ThrowIfNull(two);
        ArgumentNullException.ThrowIfNull(three);
        return one.SequenceEqual(two, StringComparer.Ordinal) ? InOrder(one, three, line => line)
            : one.Select(Mask).SequenceEqual(two.Select(Mask), StringComparer.Ordinal) ? InOrder(one, three, Mask)
            : InAnyOrder(one, two, three);
    }

    /// <summary>Lines with their numbers made alike, each once.</summary>
    public static IReadOnlySet<string> Masked(IEnumerable<string> lines)
    {
        ArgumentNullException.ThrowIfNull(lines);
        return lines.Select(Mask).ToHashSet(StringComparer.Ordinal);
    }

    /// <summary>A line with its numbers, times and addresses made alike.</summary>
    internal static string Mask(string line)
    {
        ArgumentNullException.ThrowIfNull(line);
        return Numbers().Replace(line, "#");
    }

    private static string? InOrder(IReadOnlyList<string> before, IReadOnlyList<string> now, Func<string, string> mask)
    {
        for (var at = 0; at < Math.Max(before.Count, now.Count); at++)
        {
            if (at < before.Count && at < now.Count && mask(before[at]) == mask(now[at]))
            {
                continue;
            }

            // A line that was put in between is new; one that is there no more is missing.
            var isNew = at < now.Count && !before.Any(line => mask(line) == mask(now[at]));
            return isNew || at >= before.Count ? $"new: {now[at]}" : $"missing: {before[at]}";
        }

        return null;
    }

    private static string? InAnyOrder(IReadOnlyList<string> one, IReadOnlyList<string> two, IReadOnlyList<string> three)
    {
        var (first, second) = (one.Select(Mask).ToHashSet(StringComparer.Ordinal), two.Select(Mask).ToHashSet(StringComparer.Ordinal));
        var now = three.Select(Mask).ToHashSet(StringComparer.Ordinal);
        if (one.FirstOrDefault(line => Mask(line) is var masked && second.Contains(masked) && !now.Contains(masked)) is { } missing)
        {
            return $"missing: {missing}";
        }

        // Where lines come and go by themselves, another one proves nothing.
        return first.SetEquals(second) && three.FirstOrDefault(line => !first.Contains(Mask(line))) is { } more ? $"new: {more}" : null;
    }

    [GeneratedRegex(@"\b(?=[0-9a-fA-F]*\d)[0-9a-fA-F]{6,}\b|\d+")]
    private static partial Regex Numbers();
}
