using Ctrace.Core;
using Ctrace.Core.Tests;
using Ctrace.Tests.Files;
using Xunit;

namespace Ctrace.Tests.Commands;

/// <summary>Resources against a schema, since the operator itself needs a cluster.</summary>
public sealed class ProfileSpoCommandTests : IDisposable
{
    private static readonly string Schemas = Path.Combine(SourceFolder.Repository, "tests/schemas");

    private readonly TemporaryDirectory _directory = new();

    public ProfileSpoCommandTests() => ProfileSamples.WriteTo(_directory);

    public static TheoryData<string> Golden => [.. Directory.EnumerateFiles(Path.Combine(SourceFolder.Repository, "tests/Ctrace.Core.Tests/Golden/SecurityProfilesOperator"))];

    public void Dispose() => _directory.Dispose();

    [Theory]
    [MemberData(nameof(Golden))]
    public void EveryGoldenResourceIsOfTheSchema(string path) => AssertValid(path);

    [Fact]
    public void WhatIsWrongIsFound()
    {
        File.WriteAllText(_directory["wrong.yml"], "apiVersion: security-profiles-operator.x-k8s.io/v1\nkind: SeccompProfile\nmetadata:\n  name: web\nspec:\n  defaultAction: SCMP_ACT_NO\n");
        Assert.Equal(1, Validate(_directory["wrong.yml"]).Status);
    }

    [Fact]
    public void BothResourcesAreWritten()
    {
        Assert.Equal("", CommandRun.Of("profile", "spo", "--name", "web", "--selinux", "-o", _directory["spo.yml"], _directory["web"]).Output);
        AssertValid(_directory["spo.yml"]);
        Assert.Contains("---\napiVersion: security-profiles-operator.x-k8s.io/v1\nkind: SelinuxProfile\n", File.ReadAllText(_directory["spo.yml"]), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("AppArmorProfile", "abstract:\n    filesystem:\n      readOnlyPaths: ['/a,']")]
    [InlineData("AppArmorProfile", "abstract:\n    capability:\n      allowedCapabilities: [CHOWN]")]
    [InlineData("AppArmorProfile", "abstract:\n    links: []")]
    public void WhatIsWrongOfOthersIsFound(string kind, string spec)
    {
        File.WriteAllText(_directory["wrong.yml"], $"apiVersion: security-profiles-operator.x-k8s.io/v1\nkind: {kind}\nmetadata:\n  name: web\nspec:\n  {spec}\n");
        Assert.Equal(1, Validate(_directory["wrong.yml"]).Status);
    }

    [Fact]
    public void AnAppArmorProfileIsAddedAndDoubted()
    {
        File.WriteAllText(_directory["files"], ProfileSamples.Web + "FORMAT\n2\nFILES\nr /srv/a\\u{1b}\nLINKS\n/srv/b /srv/a\nFACTS\nfiles recorded\nscope whole\n");
        var run = CommandRun.Of("profile", "spo", "--name", "web", "--apparmor", "-o", _directory["spo.yml"], _directory["files"]);
        AssertValid(_directory["spo.yml"]);
        Assert.Contains("---\napiVersion: security-profiles-operator.x-k8s.io/v1\nkind: AppArmorProfile\n", File.ReadAllText(_directory["spo.yml"]), StringComparison.Ordinal);
        Assert.Contains("ctrace: warning: an AppArmorProfile allows links only between files that may be written: /srv/b will be refused\n", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void AnAppArmorProfileOfARecordingWithoutFilesIsRefused()
    {
        var failure = CommandRun.Of("profile", "spo", "--name", "web", "--apparmor", "-o", _directory["out"], _directory["web"]).Failure;
        Assert.Equal((FailureKind.Data, "record it again with --files"), (failure?.Kind, failure?.Hint));
        Assert.False(File.Exists(_directory["out"]));
    }

    [Fact]
    public void ANameThatIsNoneIsRefused() =>
        Assert.Equal(FailureKind.Usage, CommandRun.Of("profile", "spo", "--name", "My Web", _directory["web"]).Failure?.Kind);

    private static void AssertValid(string path)
    {
        var validation = Validate(path);
        Assert.Equal((0, "", ""), (validation.Status, validation.Output, validation.Errors));
    }

    private static Tool Validate(string path) => Tool.Run($"{Schemas}/validate", $"{Schemas}/spo.json", path);
}
