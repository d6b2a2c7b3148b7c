namespace Ctrace.Core.Linux;

/// <summary>
/// Numbers with their names, in ascending order: binary search by number, and an index by name that is made when the
/// first name is asked for. A number can have several names; the first is its own, the others are aliases.
/// </summary>
internal sealed class NameTable
{
    private readonly int[] _numbers;
    private readonly (int Number, string Name)[] _entries;
    private readonly Lazy<Dictionary<string, int>> _numberByName;

    /// <summary>Takes the entries over.</summary>
    /// <param name="entries">By ascending number, a number's own name before its aliases.</param>
    /// <param name="comparer">How names are compared in a look-up.</param>
    public NameTable((int Number, string Name)[] entries, StringComparer comparer)
    {
        _entries = entries;
        _numbers = Array.ConvertAll(entries, entry => entry.Number);
        _numberByName = new(() => entries.ToDictionary(entry => entry.Name, entry => entry.Number, comparer));
    }

    /// <summary>All entries, aliases included, by ascending number.</summary>
    public IReadOnlyList<(int Number, string Name)> Entries => _entries;

    /// <summary>
    /// Reads runs, as the generated tables hold them: words between white space, where a number says which number
    /// the next name has, and every further name has the number after its predecessor's.
    /// </summary>
    public static NameTable ParseRuns(string runs, StringComparer comparer)
    {
        var entries = new List<(int, string)>();
        var number = 0;
        foreach (var range in runs.AsSpan().SplitAny(' ', '\n'))
        {
            var word = runs.AsSpan()[range];
            if (word.IsEmpty)
            {
                continue;
            }

            if (char.IsAsciiDigit(word[0]))
            {
                number = int.Parse(word);
            }
            else
            {
                entries.Add((number++, word.ToString()));
            }
        }

        return new([.. entries], comparer);
    }

    /// <summary>Where the number's own name stands in <see cref="Entries"/>, or -1.</summary>
    public int IndexOf(int number)
    {
        var at = Array.BinarySearch(_numbers, number);
        while (at > 0 && _numbers[at - 1] == number)
        {
            at--;
        }

        return Math.Max(at, -1);
    }

    /// <summary>The number's own name, or null.</summary>
    public string? Name(int number) => IndexOf(number) is >= 0 and var at ? _entries[at].Name : null;

    /// <summary>The name's number, or null.</summary>
    public int? Number(string name) => _numberByName.Value.TryGetValue(name, out var number) ? number : null;
}
