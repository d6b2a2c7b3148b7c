using Ctrace.Core.Profiles;
using Ctrace.Core.Traces;
using Xunit;

namespace Ctrace.Core.Tests.Profiles;

public sealed class FileRulesTests
{
    [Fact]
    public void NamesThatBecomeOnePatternAreOneRule() => Assert.Equal(
        [("/proc/[0-9]*/stat", FileModes.Read | FileModes.Write)],
        Rules(One("/proc/0/stat", FileModes.Read), One("/proc/7/stat", FileModes.Write)));

    [Fact]
    public void AGlobIsNotTheSameCharacters() => Assert.Equal(2, Rules(One("/proc/[0-9]*/stat", FileModes.Read), One("/proc/0/stat", FileModes.Write)).Length);

    [Fact]
    public void BelowACrowdOfDirectoriesEverythingIsOneRule() => Assert.Equal(
        [("/cache/**", FileModes.Read | FileModes.Write), ("/cache/*/", FileModes.Write), ("/cache/1/run", FileModes.Execute), ("/cache/top", FileModes.Read), ("/etc/a", FileModes.Read)],
        Rules(
            new(new FileName("/cache/", FileScope.Directories), FileModes.Write), One("/cache/top", FileModes.Read), One("/cache/1/a", FileModes.Read),
            One("/cache/1/deep/", FileModes.Read), new(new FileName("/cache/2/", FileScope.Files), FileModes.Write), One("/cache/1/run", FileModes.Execute),
            One("/etc/a", FileModes.Read)).OrderBy(rule => rule.Pattern.Replace("*", "", StringComparison.Ordinal), StringComparer.Ordinal));

    private static KeyValuePair<FileName, FileModes> One(string path, FileModes modes) => new(new FileName(path), modes);

    private static (string Pattern, FileModes Modes)[] Rules(params KeyValuePair<FileName, FileModes>[] files) =>
        [.. FileRules.Of(new Resources { Files = FileSet.Create(files) }).Select(rule => (string.Concat(rule.Pattern.Select(part => part.Text)), rule.Modes))];
}
