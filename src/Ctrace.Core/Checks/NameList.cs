using System.Globalization;

namespace Ctrace.Core.Checks;

/// <summary>What a user lists: names or numbers, with commas or, as for container_check.stp, with hyphens between them. No name has either.</summary>
internal static class NameList
{
    /// <summary>The names that a list stands for.</summary>
    /// <param name="list">The list.</param>
    /// <param name="what">What it lists, in the singular: <c>capability</c>.</param>
    /// <param name="all">All that there are.</param>
    /// <param name="number">The number of a name as users write it; null when there is none.</param>
    /// <exception cref="CtraceException">Usage: an unknown name, with the closest one; two numbers that look like a range; an empty name.</exception>
    public static IReadOnlySet<string> Parse(string list, string what, IReadOnlyList<(int Number, string Name)> all, Func<string, int?> number)
    {
        ArgumentNullException.ThrowIfNull(list);
        ArgumentNullException.ThrowIfNull(number);
        var names = all.ToDictionary(entry => entry.Number, entry => entry.Name);
        var found = new HashSet<string>(StringComparer.Ordinal);
        foreach (var item in list.Split(','))
        {
            string[] words = [.. item.Split('-').Select(word => word.Trim())];
            RefuseRange(words);
            found.UnionWith(words.Select(Find));
        }

        return found;

        string Find(string text) =>
            text.Length == 0 ? throw new CtraceException(FailureKind.Usage, $"a {what} has no name in the list '{list}'", $"'ctrace {what}' lists them all")
            : int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var byNumber) && names.TryGetValue(byNumber, out var name) ? name
            : number(text) is { } known ? names[known]
            : throw new CtraceException(FailureKind.Usage, $"there is no {what} '{text}'",
                Spelling.ClosestName(text, names.Values) is { } closest ? $"did you mean '{closest}'?" : $"'ctrace {what}' lists them all");
    }

    // Whoever means a range must not get its two ends.
    private static void RefuseRange(string[] words)
    {
        for (var at = 1; at < words.Length; at++)
        {
            if (IsNumber(words[at - 1]) && IsNumber(words[at]))
            {
                throw new CtraceException(FailureKind.Usage, $"'{words[at - 1]}-{words[at]}' is two numbers, not a range: a hyphen separates names as a comma does",
                    $"write {words[at - 1]},{words[at]} if you mean these two; give each number of a range, with commas between them");
            }
        }
    }

    private static bool IsNumber(string word) => word.Length > 0 && word.All(char.IsAsciiDigit);
}
