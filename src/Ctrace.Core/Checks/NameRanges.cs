using System.Globalization;

namespace Ctrace.Core.Checks;

/// <summary>What a user lists: names or numbers between commas, and ranges of them, <c>A-B</c>, by number.</summary>
public static class NameRanges
{
    /// <summary>The names that a list stands for.</summary>
    /// <param name="list">The list.</param>
    /// <param name="what">What it lists, in the singular: <c>capability</c>.</param>
    /// <param name="all">All that there are, by ascending number.</param>
    /// <param name="number">The number of a name as users write it; null when there is none.</param>
    /// <exception cref="CtraceException">Usage: an unknown name, with the closest one; a range that ends before it begins; nothing.</exception>
    public static IReadOnlySet<string> Parse(string list, string what, IReadOnlyList<(int Number, string Name)> all, Func<string, int?> number)
    {
        var names = new HashSet<string>(StringComparer.Ordinal);
        foreach (var item in list.Split(','))
        {
            var ends = item.Split('-', 2);
            var first = Find(ends[0]);
            var last = ends.Length == 2 ? Find(ends[1]) : first;
            if (last < first)
            {
                throw new CtraceException(FailureKind.Usage, $"the range '{item}' ends before it begins", $"ranges go by number: {ends[0]} is {first}, {ends[1]} is {last}");
            }

            names.UnionWith(all.Where(entry => entry.Number >= first && entry.Number <= last).Select(entry => entry.Name));
        }

        return names;

        int Find(string text) =>
            int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var byNumber) && all.Any(entry => entry.Number == byNumber) ? byNumber
                : number(text) ?? throw new CtraceException(FailureKind.Usage, $"there is no {what} '{text}'",
                    Spelling.ClosestName(text, all.Select(entry => entry.Name)) is { } closest ? $"did you mean '{closest}'?" : $"'ctrace {what}' lists them all");
    }
}
