using System.Text.RegularExpressions;
using Xunit;

namespace Ctrace.Core.Tests;

/// <summary>The arrows of ARCHITECTURE.md, in the pure half.</summary>
public sealed partial class ArchitectureTests
{
    private static readonly SourceFolder Core = new("src/Ctrace.Core", "Ctrace.Core");

    private static readonly Dictionary<string, string[]> Arrows = new(StringComparer.Ordinal)
    {
        [""] = [],
        ["Linux"] = [],
        ["Status"] = [],
        ["Traces"] = ["Linux"],
        ["Tracefiles"] = ["Traces", "Linux"],
        ["Yaml"] = [],
        ["Json"] = [],
        ["Seccomp"] = ["Traces", "Linux", "Json"],
        ["Profiles"] = ["Seccomp", "Traces", "Linux", "Yaml", "Json"],
        ["Decoding"] = ["Linux"],
        ["Checks"] = ["Traces", "Linux"],
        ["Lives"] = ["Traces", "Linux"],
        ["Scores"] = ["Seccomp", "Profiles", "Lives", "Traces", "Linux"],
        ["Trials"] = ["Seccomp", "Profiles", "Decoding", "Traces", "Linux"],
        ["Rehearsals"] = ["Trials", "Seccomp", "Profiles", "Traces", "Linux", "Yaml"],
        ["Verification"] = ["Seccomp", "Profiles", "Traces", "Linux"],
    };

    [Fact]
    public void FoldersUseOnlyWhatTheirArrowsSay() => Core.AssertArrows(Arrows);

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

    [Fact]
    public void NothingTouchesTheMachine() => Assert.Empty(
        from file in Core.Files
        where !file.EndsWith(".g.cs", StringComparison.Ordinal)
        from line in Core.Code(file)
        where Machine().IsMatch(line)
        select $"{file}: {line.Trim()}");

    [GeneratedRegex(@"\b(Console|Process|File|Directory|Environment|Stopwatch|RuntimeInformation|HttpClient|Socket|Thread|Task)\.[A-Z]|\b(Dll|Library)Import\b|\.(Utc)?Now\b")]
    private static partial Regex Machine();
}
