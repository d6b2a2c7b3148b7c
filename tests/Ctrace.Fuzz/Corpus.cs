using Ctrace.Tests.Fuzz;

namespace Ctrace.Fuzz;

/// <summary>A target's inputs and words, as afl-fuzz(8) takes them.</summary>
internal static class Corpus
{
    // MAX_DICT_FILE of afl++'s config.h
    private const int LongestWord = 128;

    /// <summary>The target's name in one word.</summary>
    public static string Word(FuzzTarget target) => string.Concat(target.Name.Select(letter => letter switch
    {
        ' ' => "-",
        '\'' => "",
        _ => $"{letter}",
    }));

    /// <summary>Writes <c>seeds</c> and <c>words</c> into a directory.</summary>
    public static void Write(FuzzTarget target, string directory)
    {
        var seeds = Directory.CreateDirectory(Path.Combine(directory, "seeds")).FullName;
        foreach (var (seed, number) in target.Seeds.Select((seed, number) => (seed, number)))
        {
            File.WriteAllBytes(Path.Combine(seeds, $"{number}"), seed);
        }

        File.WriteAllLines(Path.Combine(directory, "words"), target.Words.Where(word => word.Length is > 0 and <= LongestWord)
            .Select(word => $"\"{string.Concat(word.Select(value => $"\\x{value:x2}"))}\""));
    }
}
