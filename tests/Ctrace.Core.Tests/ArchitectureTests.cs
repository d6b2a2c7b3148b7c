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

    // A path, with a slash in it.
    [GeneratedRegex("`((?:[A-Za-z][\\w.-]*/)+[\\w.-]*)`")]
    private static partial Regex NamedPath();

    [GeneratedRegex(@"\b(Console|Process|File|Directory|Environment|Stopwatch|RuntimeInformation|HttpClient|Socket|Thread|Task)\.[A-Z]|\b(Dll|Library)Import\b|\.(Utc)?Now\b")]
    private static partial Regex Machine();
}
