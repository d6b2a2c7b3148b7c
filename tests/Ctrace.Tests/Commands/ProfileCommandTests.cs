using System.Text.Json.Nodes;
using Ctrace.Commands;
using Ctrace.Core;
using Ctrace.Core.Tests;
using Ctrace.Tests.Files;
using Xunit;

namespace Ctrace.Tests.Commands;

/// <summary>What the formats have in common, and those that are lines and JSON.</summary>
public sealed class ProfileCommandTests : IDisposable
{
    private readonly TemporaryDirectory _directory = new();

    public ProfileCommandTests() => ProfileSamples.WriteTo(_directory);

    public static TheoryData<string> Formats => [.. Profile.Subcommands.Select(command => command.Name)];

    private static System.CommandLine.Command Profile => CommandTree.Create().Subcommands.Single(command => command.Name == "profile");

    public void Dispose() => _directory.Dispose();

    [Theory]
    [MemberData(nameof(Formats))]
    public void EveryFormatIsInTheManualWithItsOptions(string name)
    {
        var pages = string.Concat(Directory.EnumerateFiles(Path.Combine(SourceFolder.Repository, "docs/man"), "ctrace-profile*.1").Select(File.ReadAllText));
        var command = Profile.Subcommands.Single(command => command.Name == name);
        Assert.Contains($"Cm {name}", pages, StringComparison.Ordinal);
        Assert.All(command.Options, option => Assert.Contains($"Fl -{option.Name[2..]}", pages, StringComparison.Ordinal));
        Assert.All([.. command.Options, .. command.Arguments], (System.CommandLine.Symbol symbol) => Assert.False(string.IsNullOrWhiteSpace(symbol.Description), symbol.Name));
        Assert.Contains("Examples:\n", CommandRun.Of("profile", name, "--help").Output, StringComparison.Ordinal);
    }

    [Fact]
    public void DockerIsWhatOptionsPrints()
    {
        var options = CommandRun.Of("options", "-o", _directory["p.json"], _directory["restricted"]);
        var written = File.ReadAllText(_directory["p.json"]);
        Assert.Equal(options.Output, CommandRun.Of("profile", "docker", "-o", _directory["p.json"], _directory["restricted"]).Output);
        Assert.Equal(written, File.ReadAllText(_directory["p.json"]));
    }

    [Fact]
    public void PodmanHasDockersOptionsAndAProfileOfItsOwn()
    {
        var run = CommandRun.Of("profile", "podman", "-o", _directory["p.json"], _directory["web"]);
        Assert.Equal($"--cap-drop=ALL --cap-add=CHOWN --cap-add=NET_BIND_SERVICE --security-opt=seccomp:{_directory["p.json"]}\n", run.Output);
        Assert.Equal("EPERM", (string?)JsonNode.Parse(File.ReadAllText(_directory["p.json"]))!["defaultErrno"]);
    }

    [Fact]
    public void PodmansLabelIsOneWordForAShell()
    {
        var line = CommandRun.Of("profile", "podman", "--label", _directory["web"]).Output;
        var word = Tool.Run("sh", "-c", $"printf %s {line}").Output;
        Assert.StartsWith("--label=io.containers.seccomp.profile={", word, StringComparison.Ordinal);
        Assert.Contains("accept4", JsonNode.Parse(word[(word.IndexOf('=', 8) + 1)..])!["syscalls"]![0]!["names"]!.AsArray().Select(name => (string?)name));
    }

    [Fact]
    public void PodmanNeedsAPlaceOrALabel()
    {
        Assert.Equal(FailureKind.Usage, CommandRun.Of("profile", "podman", _directory["web"]).Failure?.Kind);
        Assert.Equal(FailureKind.Usage, CommandRun.Of("profile", "podman", "--label", "-o", "p", _directory["web"]).Failure?.Kind);
        Assert.Equal(FailureKind.Usage, CommandRun.Of("profile", "podman", "-o", "-", _directory["web"]).Failure?.Kind);
    }

    [Theory]
    [InlineData("docker", "late", FailureKind.Data, "{0} is partial: its container already ran when the recording started")]
    [InlineData("podman", "late", FailureKind.Data, "{0} is partial: its container already ran when the recording started")]
    [InlineData("docker", "p.json", FailureKind.Usage, "the profile would take the place of the recording {0}")]
    [InlineData("podman", "missing", FailureKind.NoInput, "cannot read {0}: No such file or directory")]
    public void ABadTracefileLeavesTheProfileAsItWas(string format, string tracefile, FailureKind kind, string message)
    {
        File.WriteAllText(_directory["p.json"], "old");
        var run = CommandRun.Of("profile", format, "-o", _directory["p.json"], _directory["web"], _directory[tracefile]);
        Assert.Equal((kind, string.Format(message, _directory[tracefile])), (run.Failure?.Kind, run.Failure?.Message));
        Assert.Equal("", run.Output);
        Assert.Equal("old", File.ReadAllText(_directory["p.json"]));
    }

    [Fact]
    public void APartialOneCanBeForced()
    {
        var run = CommandRun.Of("profile", "docker", "--force", "-o", _directory["p.json"], _directory["late"]);
        Assert.StartsWith("--cap-drop=ALL", run.Output, StringComparison.Ordinal);
        Assert.Contains("a container already ran when its recording started", run.Error, StringComparison.Ordinal);
    }
}
