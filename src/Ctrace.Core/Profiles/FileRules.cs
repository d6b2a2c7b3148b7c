using Ctrace.Core.Traces;

namespace Ctrace.Core.Profiles;

/// <summary>What a restriction on files allows: a recording's files, generalised with judgement.</summary>
internal static class FileRules
{
    private const FileModes Named = FileModes.Map | FileModes.Execute;

    /// <summary>The patterns with what is allowed on each. A pattern comes once.</summary>
    public static IEnumerable<(IReadOnlyList<PatternPart> Pattern, FileModes Modes)> Of(Resources resources)
    {
        ArgumentNullException.ThrowIfNull(resources);
        var rules = new SortedDictionary<string, (IReadOnlyList<PatternPart> Pattern, FileModes Modes)>(StringComparer.Ordinal);
        var crowds = resources.Files.Where(file => file.Key.Scope == FileScope.Directories).Select(file => file.Key.Path).ToHashSet(StringComparer.Ordinal);
        foreach (var (file, modes) in resources.Files)
        {
            var crowd = Above(file, crowds);
            if (crowd is not null && (modes & ~Named) != FileModes.None)
            {
                // The names that come next in such a directory are not known, and neither is what is below them.
                Add(rules, [.. FilePattern.Of(crowd), new PatternPart("**", true)], modes & ~Named);
            }

            var own = crowd is null ? modes : modes & Named;
            if (own != FileModes.None)
            {
                Add(rules, file.Scope switch
                {
                    FileScope.Files => [.. FilePattern.Of(file.Path), new PatternPart("*", true)],
                    FileScope.Directories => [.. FilePattern.Of(file.Path), new PatternPart("*/", true)],
                    _ => FilePattern.Of(file.Path),
                }, own);
            }
        }

        return rules.Values;
    }

    /// <summary>The outermost directory with more directories than are named, somewhere below one of which a file lies.</summary>
    private static string? Above(FileName file, HashSet<string> crowds)
    {
        for (var end = 0; crowds.Count > 0 && (end = file.Path.IndexOf('/', end)) >= 0; end++)
        {
            var directory = file.Path[..(end + 1)];
            var next = file.Path.IndexOf('/', end + 1);
            if (crowds.Contains(directory) && next >= 0 && (file.Scope != FileScope.One || next < file.Path.Length - 1))
            {
                return directory;
            }
        }

        return null;
    }

    private static void Add(SortedDictionary<string, (IReadOnlyList<PatternPart> Pattern, FileModes Modes)> rules, IReadOnlyList<PatternPart> pattern, FileModes modes)
    {
        // A glob is kept apart from the same characters in a name.
        var key = string.Concat(pattern.Select(part => part.IsGlob ? $"\0{part.Text}\0" : part.Text));
        rules[key] = (pattern, modes | (rules.TryGetValue(key, out var known) ? known.Modes : FileModes.None));
    }
}
