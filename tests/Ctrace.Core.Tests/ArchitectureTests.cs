using System.Text.RegularExpressions;
using Xunit;

namespace Ctrace.Core.Tests;

/// <summary>What ARCHITECTURE.md promises, in the pure half.</summary>
public sealed partial class ArchitectureTests
{
    private static readonly SourceFolder Core = new("src/Ctrace.Core", "Ctrace.Core");

    [Fact]
    public void FoldersUseOnlyWhatTheirArrowsSay() => Core.AssertArrows();

    [Fact]
    public void FilesAreSmall() => Core.AssertSmallFiles();

    [Fact]
    public void SummariesNameTheirSubject() => Core.AssertSummariesNameTheirSubject();

    [Fact]
    public void FilesLieWhereTheirNamespaceSays() => Core.AssertNamespaces();

    [Fact]
    public void ProfileFormatsDoNotUseEachOther()
    {
        var files = Core.Files.Where(file => file.Split('/') is ["Profiles", _, _, ..]).ToArray();
        Assert.Empty(
            from file in files
            from other in files.Select(each => each.Split('/')[1]).Distinct()
            where other != file.Split('/')[1] && Core.Code(file).Any(line => line.Contains($"Profiles.{other}", StringComparison.Ordinal))
            select $"{file} uses {other}");
    }

    /// <summary>Usings stand in one order in every source, those of System first; the compiler does not mind, and whoever merges two branches does.</summary>
    [Fact]
    public void UsingsAreInOrder() => Assert.All(
        new[] { "src", "tests" }.SelectMany(folder => Directory.EnumerateFiles(Path.Combine(SourceFolder.Repository, folder), "*.cs", SearchOption.AllDirectories))
            .Where(path => !path.Contains("/obj/", StringComparison.Ordinal) && !path.Contains("/bin/", StringComparison.Ordinal)),
        path =>
        {
            var usings = File.ReadLines(path).TakeWhile(line => !line.StartsWith("namespace ", StringComparison.Ordinal)).Select(line => Using().Match(line)).Where(line => line.Success)
                .Select(line => (Kind: line.Groups[1].Length > 0 ? 2 : line.Groups[2].Length > 0 ? 1 : 0, Name: line.Groups[3].Value)).ToList();
            Assert.True(usings.SequenceEqual(usings.OrderBy(one => one.Kind).ThenBy(one => one.Name != "System" && !one.Name.StartsWith("System.", StringComparison.Ordinal))
                .ThenBy(one => one.Name, StringComparer.OrdinalIgnoreCase)), path);
        });

    /// <summary>Whoever is led to a file or a folder finds it: each of them that stands between backticks is there, in any project.</summary>
    [Fact]
    public void WhatArchitectureNamesIsThere()
    {
        var files = new[] { "bpf", "docs", "scripts", "src", "tables", "tests", "tools", "deploy" }
            .Select(folder => Path.Combine(SourceFolder.Repository, folder))
            .SelectMany(folder => Directory.EnumerateFileSystemEntries(folder, "*", SearchOption.AllDirectories).Prepend(folder))
            .Where(path => !path.Contains("/obj/", StringComparison.Ordinal) && !path.Contains("/bin/", StringComparison.Ordinal))
            .SelectMany(path => new[] { path, Path.ChangeExtension(path, null) }).ToHashSet(StringComparer.Ordinal);
        var named = NamedPath().Matches(File.ReadAllText(Path.Combine(SourceFolder.Repository, "ARCHITECTURE.md"))).Select(match => match.Groups[1].Value);
        Assert.All(named.Distinct(), name => Assert.True(files.Any(file => file.EndsWith($"/{name.TrimEnd('/')}", StringComparison.Ordinal)), name));
    }

    [Fact]
    public void NothingTouchesTheMachine() => Assert.Empty(
        from file in Core.Files
        where !file.EndsWith(".g.cs", StringComparison.Ordinal)
        from line in Core.Code(file)
        where Machine().IsMatch(line)
        select $"{file}: {line.Trim()}");

    // An alias, a static one, and what is used.
    [GeneratedRegex(@"^using (?:(\w+) = )?(static )?([\w.]+)")]
    private static partial Regex Using();

    // A path, with a slash in it.
    [GeneratedRegex("`((?:[A-Za-z][\\w.-]*/)+[\\w.-]*)`")]
    private static partial Regex NamedPath();

    [GeneratedRegex(@"\b(Console|Process|File|Directory|Environment|Stopwatch|RuntimeInformation|HttpClient|Socket|Thread|Task)\.[A-Z]|\b(Dll|Library)Import\b|\.(Utc)?Now\b")]
    private static partial Regex Machine();
}
