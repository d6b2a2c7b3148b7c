using System.Text.Json.Nodes;
using Ctrace.Core;
using Ctrace.Tests.Files;
using Xunit;

namespace Ctrace.Tests.Commands;

public sealed class ProfileOciCommandTests : IDisposable
{
    private readonly TemporaryDirectory _directory = new();

    public ProfileOciCommandTests()
    {
        ProfileSamples.WriteTo(_directory);
        Assert.Equal(0, Tool.RunIn(_directory.Path, "runc", "spec").Status);
    }

    public void Dispose() => _directory.Dispose();

    [Fact]
    public void ABundleOfRuncsIsPatchedAndTheRestStays()
    {
        var before = Config;
        CommandRun.Of("profile", "oci", "--patch", _directory.Path, _directory["web"]);
        var after = Config;
        Assert.Equal(["CAP_CHOWN", "CAP_NET_BIND_SERVICE"], after["process"]!["capabilities"]!["bounding"]!.AsArray().Select(name => (string?)name));
        Assert.Equal("SCMP_ACT_ERRNO", (string?)after["linux"]!["seccomp"]!["defaultAction"]);
        foreach (var config in (JsonNode[])[before, after])
        {
            config["process"]!.AsObject().Remove("capabilities");
            config["linux"]!.AsObject().Remove("seccomp");
        }

        Assert.Equal(before.ToJsonString(), after.ToJsonString());
    }

    [Fact]
    public void ALinkStaysALink()
    {
        File.Move(_directory["config.json"], _directory["real.json"]);
        File.CreateSymbolicLink(_directory["config.json"], "real.json");
        CommandRun.Of("profile", "oci", "--patch", _directory["config.json"], _directory["web"]);
        Assert.Equal("real.json", new FileInfo(_directory["config.json"]).LinkTarget);
        Assert.Contains("seccomp", File.ReadAllText(_directory["real.json"]), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("{", FailureKind.Data)]
    [InlineData("{}", FailureKind.Data)]
    [InlineData("\ud800", FailureKind.Data)]
    public void WhatIsNoBundleIsLeftAlone(string content, FailureKind kind)
    {
        File.WriteAllBytes(_directory["config.json"], content[0] == '\ud800' ? [0xff] : System.Text.Encoding.UTF8.GetBytes(content));
        var before = File.ReadAllBytes(_directory["config.json"]);
        Assert.Equal(kind, CommandRun.Of("profile", "oci", "--patch", _directory.Path, _directory["web"]).Failure?.Kind);
        Assert.Equal(before, File.ReadAllBytes(_directory["config.json"]));
    }

    [Fact]
    public void ABundleThatIsNotThereIsNoInput() =>
        Assert.Equal(FailureKind.NoInput, CommandRun.Of("profile", "oci", "--patch", _directory["missing"], _directory["web"]).Failure?.Kind);

    [Fact]
    public void WithoutABundleThePartsArePrinted() =>
        Assert.NotNull(JsonNode.Parse(CommandRun.Of("profile", "oci", _directory["web"]).Output)!["linux"]!["seccomp"]);

    private JsonNode Config => JsonNode.Parse(File.ReadAllText(_directory["config.json"]))!;
}
