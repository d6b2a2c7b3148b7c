using System.Runtime.CompilerServices;
using System.Text.RegularExpressions;
using Xunit;

namespace Ctrace.Core.Tests;

/// <summary>The sources of a project below src/: which folder uses which. Both projects' ArchitectureTests read with this.</summary>
/// <param name="path">The project's folder, from the repository's root: <c>src/Ctrace.Core</c>.</param>
/// <param name="root">Its root namespace.</param>
internal sealed partial class SourceFolder(string path, string root)
{
    private const int MaxLines = 400;

    private readonly string _path = Path.Combine(Repository, path);

    /// <summary>The repository's root.</summary>
    public static string Repository { get; } = Path.GetFullPath("../..", Folder());

    /// <summary>Every source file, generated ones included, as a path from the project's folder.</summary>
    public IReadOnlyList<string> Files => [.. Directory.EnumerateFiles(_path, "*.cs", SearchOption.AllDirectories)
        .Select(file => Path.GetRelativePath(_path, file))
        .Where(file => Parts(file)[0] is not ("bin" or "obj"))
        .Order(StringComparer.Ordinal)];

    /// <summary>
    /// Asserts that each folder uses only those that the table of rooms in ARCHITECTURE.md allows it, and that the table knows every folder, and none
    /// that is not there. Sources outside of any folder are the folder "".
    /// </summary>
    /// <param name="ofOthers">What those may use.</param>
    public void AssertArrows(params string[] ofOthers)
    {
        var allowed = Arrows();
        Assert.Equal(Files.Where(file => Parts(file).Length > 1).Select(file => Parts(file)[0]).Distinct().Order(StringComparer.Ordinal), allowed.Keys.Order(StringComparer.Ordinal));
        allowed[""] = ofOthers;
        var wrong = new List<string>();
        foreach (var file in Files)
        {
            var from = Parts(file).Length > 1 ? Parts(file)[0] : "";
            if (!allowed.TryGetValue(from, out var targets))
            {
                wrong.Add($"{file}: no arrow is known for the folder {from}");
                continue;
            }

            wrong.AddRange(Uses(file, allowed.Keys).Where(to => to != from && !targets.Contains(to)).Select(to => $"{file} uses {to}"));
        }

        Assert.Empty(wrong);
    }

    /// <summary>Asserts that no file is longer than one type with one job needs; generated tables are as long as they are.</summary>
    public void AssertSmallFiles() => Assert.Empty(Files
        .Where(file => !file.EndsWith(".g.cs", StringComparison.Ordinal) && Lines(file).Length > MaxLines)
        .Select(file => $"{file} has {Lines(file).Length} lines"));

    /// <summary>Asserts that no summary is a mere pronoun, with a verb in front of it or not: who reads it elsewhere does not know of what it speaks.</summary>
    public void AssertSummariesNameTheirSubject() => Assert.Empty(
        from file in Files
        where !file.EndsWith(".g.cs", StringComparison.Ordinal)
        from line in Lines(file)
        where MerePronoun().IsMatch(line)
        select $"{file}: {line.Trim()}");

    /// <summary>Asserts that a file lies where its namespace says.</summary>
    public void AssertNamespaces()
    {
        foreach (var file in Files)
        {
            var expected = string.Join('.', [root, .. Parts(file)[..^1]]);
            Assert.Equal((file, $"namespace {expected};"), (file, Lines(file).First(line => line.StartsWith("namespace ", StringComparison.Ordinal))));
        }
    }

    /// <summary>The rows of ARCHITECTURE.md's table of rooms below this project's name: what each folder uses.</summary>
    private Dictionary<string, string[]> Arrows() => File.ReadAllLines(Path.Combine(Repository, "ARCHITECTURE.md"))
        .SkipWhile(line => !line.StartsWith($"| **{path}** |", StringComparison.Ordinal)).Skip(1)
        .TakeWhile(line => line.StartsWith("| ", StringComparison.Ordinal) && !line.StartsWith("| **", StringComparison.Ordinal))
        .Select(line => line.Split('|', StringSplitOptions.TrimEntries))
        .ToDictionary(cells => cells[1], cells => cells[2].Split(", ", StringSplitOptions.RemoveEmptyEntries), StringComparer.Ordinal);

    /// <summary>The code of a file, without its comments.</summary>
    public IEnumerable<string> Code(string file) => Lines(file).Where(line => !line.TrimStart().StartsWith("//", StringComparison.Ordinal));

    /// <summary>What of the given folders' names a file has behind the root namespace, or in front of a type (<c>Interop.Libc</c>).</summary>
    public IEnumerable<string> Uses(string file, IEnumerable<string> folders)
    {
        var named = Code(file).Where(line => !line.StartsWith("namespace ", StringComparison.Ordinal))
            .SelectMany(line => Qualified().Matches(line).Select(match => match.Value))
            .Select(name => name.StartsWith($"{root}.", StringComparison.Ordinal) ? name[(root.Length + 1)..] : name)
            .Select(name => name.Split('.'))
            .ToArray();
        return folders.Where(folder => folder.Length > 0 && named.Any(name => name[0] == folder));
    }

    private string[] Lines(string file) => File.ReadAllLines(Path.Combine(_path, file));

    private static string[] Parts(string file) => file.Split('/');

    private static string Folder([CallerFilePath] string source = "") => Path.GetDirectoryName(source)!;

    // Names with a dot, and the whole of a using.
    [GeneratedRegex(@"(?<![\w.])[A-Z]\w*(\.[A-Z]\w*)+")]
    private static partial Regex Qualified();

    [GeneratedRegex(@"<summary>((\w+ )?(it|its|them|they|one|this|that|these|those|who|whom|whose|which|what|when|where|how|how many|how often|likewise|the same|all|any|none|both|now|another|others)|it \w+|its \w+|whose \w+|which \w+|in words|by name)[.,]?</summary>", RegexOptions.IgnoreCase)]
    private static partial Regex MerePronoun();
}
