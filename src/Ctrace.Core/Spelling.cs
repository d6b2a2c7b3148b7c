namespace Ctrace.Core;

/// <summary>Finds what a mistyped word was meant to be.</summary>
internal static class Spelling
{
    // Nothing that a user can name is longer; it bounds the work for a word from elsewhere.
    private const int LongestWord = 64;

    /// <summary>
    /// The name that the word is closest to, by the number of letters to insert, leave out, replace or swap with the
    /// next one, whatever their case. Null when even the closest differs in more than a third of its letters.
    /// </summary>
    /// <param name="word">What was typed.</param>
    /// <param name="names">What there is; of equally close names the first in ordinal order is taken.</param>
    public static string? ClosestName(string word, IEnumerable<string> names)
    {
        ArgumentNullException.ThrowIfNull(word);
        ArgumentNullException.ThrowIfNull(names);
        if (word.Length is 0 or > LongestWord)
        {
            return null;
        }

        var typed = word.ToLowerInvariant();
        return names
            .Where(name => name.Length is > 0 and <= LongestWord)
            .Select(name => (Name: name, Distance: Distance(typed, name.ToLowerInvariant())))
            .Where(candidate => candidate.Distance <= Tolerance(Math.Max(word.Length, candidate.Name.Length)))
            .OrderBy(candidate => candidate.Distance)
            .ThenBy(candidate => candidate.Name, StringComparer.Ordinal)
            .Select(candidate => candidate.Name)
            .FirstOrDefault();
    }

    // A third of the letters, and one even in a short word.
    private static int Tolerance(int length) => Math.Max(1, length / 3);

    /// <summary>The optimal string alignment distance: Levenshtein's, where swapping two neighbours counts as one.</summary>
    public static int Distance(string a, string b)
    {
        ArgumentNullException.ThrowIfNull(a);
        ArgumentNullException.ThrowIfNull(b);
        var beforeLast = new int[b.Length + 1];
        var last = new int[b.Length + 1];
        var current = new int[b.Length + 1];
        for (var j = 0; j <= b.Length; j++)
        {
            last[j] = j;
        }

        for (var i = 1; i <= a.Length; i++)
        {
            current[0] = i;
            for (var j = 1; j <= b.Length; j++)
            {
                var replaced = last[j - 1] + (a[i - 1] == b[j - 1] ? 0 : 1);
                current[j] = Math.Min(replaced, 1 + Math.Min(last[j], current[j - 1]));
                if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1])
                {
                    current[j] = Math.Min(current[j], beforeLast[j - 2] + 1);
                }
            }

            (beforeLast, last, current) = (last, current, beforeLast);
        }

        return last[b.Length];
    }
}
