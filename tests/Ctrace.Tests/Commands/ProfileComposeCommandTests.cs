using System.Text.Json.Nodes;
using Ctrace.Core;
using Ctrace.Core.Tests;
using Ctrace.Tests.Files;
using Xunit;

namespace Ctrace.Tests.Commands;

/// <summary>Compose files as docker-compose reads them.</summary>
public sealed class ProfileComposeCommandTests : IDisposable
{
    private const string Compose = "services:\n  web:\n    image: shop/web  # ours\n";

    private readonly TemporaryDirectory _directory = new();

    public ProfileComposeCommandTests()
    {
        ProfileSamples.WriteTo(_directory);
        Directory.CreateDirectory(_directory["shop"]);
        File.WriteAllText(_directory["shop/compose.yml"], Compose);
    }

    public static TheoryData<string> Golden => [.. Directory.EnumerateFiles(GoldenFolder, "*.yml").Select(path => Path.GetFileName(path)).Where(name => !name.Contains(".in.", StringComparison.Ordinal))];

    private static string GoldenFolder => Path.Combine(SourceFolder.Repository, "tests/Ctrace.Core.Tests/Golden/Compose");

    public void Dispose() => _directory.Dispose();

    [Theory]
    [MemberData(nameof(Golden))]
    public void DockerComposeTakesEveryGoldenFile(string name)
    {
        // A file without a version is of the Compose Specification, which this docker-compose knows, too.
        CommandRun.Of("profile", "docker", "-o", _directory["web.json"], _directory["web"]);
        var config = Tool.RunIn(_directory.Path, "docker-compose", "--file", Path.Combine(GoldenFolder, name), "config");
        Assert.Equal((0, ""), (config.Status, config.Errors));
        Assert.Contains("seccomp:web.json", config.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void DockerComposeRefusesWhatIsWrong()
    {
        File.WriteAllText(_directory["wrong.yml"], "version: \"3.9\"\nservices:\n  web:\n    image: x\n    cap_add: NET_RAW\n");
        Assert.NotEqual(0, Tool.Run("docker-compose", "--file", _directory["wrong.yml"], "config").Status);
    }

    [Fact]
    public void TheFileIsPatchedAndFindsItsProfile()
    {
        var run = Patch(_directory["profiles.json"], "web");
        Assert.Equal(("", ""), (run.Output, run.Warnings));
        Assert.Equal(
            Compose + "    cap_drop:\n      - ALL\n    cap_add:\n      - CHOWN\n      - NET_BIND_SERVICE\n    security_opt:\n      - seccomp=../profiles.json\n",
            File.ReadAllText(_directory["shop/compose.yml"]).Replace(_directory.Path, "..", StringComparison.Ordinal));
        Assert.NotNull(JsonNode.Parse(File.ReadAllText(_directory["profiles.json"])));
    }

    [Fact]
    public void ARelativeProfileIsNamedFromTheFilesDirectory()
    {
        var relative = Path.GetRelativePath(Directory.GetCurrentDirectory(), _directory["web.json"]);
        Patch(relative, "web");
        Assert.Contains("seccomp=../web.json\n", File.ReadAllText(_directory["shop/compose.yml"]), StringComparison.Ordinal);
    }

    [Fact]
    public void AByteOrderMarkStays()
    {
        File.WriteAllText(_directory["shop/compose.yml"], "\ufeff" + Compose);
        Patch(_directory["web.json"], "web");
        Assert.Equal([0xef, 0xbb, 0xbf, (byte)'s'], File.ReadAllBytes(_directory["shop/compose.yml"])[..4]);
    }

    [Theory]
    [InlineData("wbe", Compose, "{0} has no service 'wbe'")]
    [InlineData("web", "a: [", "{0}:2: not YAML: ")]
    [InlineData("web", "x\n", "{0} is no Compose file: it has no services")]
    public void AFailureChangesNoFile(string service, string content, string message)
    {
        File.WriteAllText(_directory["shop/compose.yml"], content);
        File.WriteAllText(_directory["web.json"], "old");
        var run = Patch(_directory["web.json"], service);
        Assert.Equal(FailureKind.Data, run.Failure?.Kind);
        Assert.StartsWith(string.Format(message, _directory["shop/compose.yml"]), run.Failure?.Message, StringComparison.Ordinal);
        Assert.Equal((content, "old"), (File.ReadAllText(_directory["shop/compose.yml"]), File.ReadAllText(_directory["web.json"])));
    }

    [Fact]
    public void WithoutAFileTheLinesArePrinted() => Assert.StartsWith(
        "cap_drop:\n  - ALL\ncap_add:\n", CommandRun.Of("profile", "compose", "-o", _directory["web.json"], _directory["web"]).Output, StringComparison.Ordinal);

    [Fact]
    public void AFileNeedsAService() => Assert.Equal(
        FailureKind.Usage, CommandRun.Of("profile", "compose", "-o", "x", "--patch", "y", _directory["web"]).Failure?.Kind);

    private CommandRun Patch(string profile, string service) =>
        CommandRun.Of("profile", "compose", "-o", profile, "--patch", _directory["shop/compose.yml"], "--service", service, _directory["web"]);
}
