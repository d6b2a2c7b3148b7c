using System.Text.Json;
using Ctrace.Core;
using Ctrace.Tests.Files;
using Xunit;

namespace Ctrace.Tests.Commands;

public sealed class ScoreCommandTests : IDisposable
{
    private const string Ping = "ARCH\nx86_64\n\nCAPABILITIES\nnet_raw\n\nSYSCALLS\nalarm\nkeyctl\n";

    private readonly TemporaryDirectory _directory = new();

    public ScoreCommandTests() => File.WriteAllText(_directory["ping"], Ping);

    public void Dispose() => _directory.Dispose();

    [Fact]
    public void ATracefileIsScoredAsWhatIsMadeOfIt()
    {
        var run = CommandRun.Of("score", _directory["ping"]);
        Assert.StartsWith($"{_directory["ping"]}: a container that is restricted to this recording\nx86_64, Linux ", run.Output, StringComparison.Ordinal);
        Assert.Contains("WARNING: dangerous, and not allowed by Docker's default\n  keyctl ", run.Output, StringComparison.Ordinal);
        Assert.Matches("capabilities +1 of 41 +14\n", run.Output);
    }

    [Fact]
    public void AProfileIsToldByItsBrace()
    {
        CommandRun.Of("profile", "seccomp", "--allow", "mount", "-o", _directory["p.json"], _directory["ping"]);
        var json = JsonDocument.Parse(CommandRun.Of("score", "--json", "--cap-drop", "all", "--cap-add", "sys_admin", _directory["p.json"]).Output).RootElement;
        Assert.Equal(["keyctl", "mount"], json.GetProperty("syscalls").GetProperty("more_than_default").EnumerateArray().Select(name => name.GetString()));
        Assert.Equal(["sys_admin"], json.GetProperty("capabilities").GetProperty("granted").EnumerateArray().Select(name => name.GetString()));
    }

    /// <summary>The number of the text, of the object, and of the gate are one.</summary>
    [Fact]
    public void TheScoreGates()
    {
        var score = JsonDocument.Parse(CommandRun.Of("score", "--json", "docker-default").Output).RootElement.GetProperty("score").GetInt32();
        Assert.Matches($"\nscore +{score} of 100 +{score}\n", CommandRun.Of("score", "docker-default").Output);
        Assert.Equal(0, CommandRun.Of("score", "--min-score", $"{score}", "docker-default").Code);
        var below = CommandRun.Of("score", "--json", "--min-score", $"{score + 1}", "docker-default");
        Assert.Equal((1, $"ctrace: docker-default: the score is {score}, below {score + 1}\n"), (below.Code, below.Error));
        Assert.Equal(score, JsonDocument.Parse(below.Output).RootElement.GetProperty("score_docker_default").GetInt32());
        Assert.Contains("--min-score takes 0 to 100", CommandRun.Errors("score", "--min-score", "101", "docker-default"));
    }

    [Fact]
    public void WithArgumentsACallIsAllowedForSome()
    {
        File.WriteAllText(_directory["web"], "ARCH\nx86_64\n\nCAPABILITIES\n\nSYSCALLS\nsocket\n\nFORMAT\n2\n\nARGUMENTS\nx86_64 socket 0x2 0x1 0x0 1\n");
        foreach (var run in (CommandRun[])[CommandRun.Of("score", "--exact", _directory["web"]), CommandRun.Of("score", "--exact", "--arguments", _directory["web"])])
        {
            Assert.Matches("for some arguments +1 of", run.Output);
            Assert.DoesNotContain("WARNING", run.Output, StringComparison.Ordinal);
            Assert.Equal("", run.Error);
        }

        CommandRun.Of("profile", "seccomp", "--allow", "socket", "-o", _directory["wide.json"], _directory["web"]);
        Assert.Contains("docker-default allows some\n  socket", CommandRun.Of("score", _directory["wide.json"]).Output.Replace("Docker's default", "docker-default", StringComparison.Ordinal), StringComparison.Ordinal);
    }

    [Fact]
    public void ThePageIsAFileBesideTheText()
    {
        var run = CommandRun.Of("score", "--html", _directory["r.html"], _directory["ping"]);
        Assert.Contains("system calls allowed", run.Output, StringComparison.Ordinal);
        var page = File.ReadAllText(_directory["r.html"]);
        Assert.StartsWith("<!DOCTYPE html>", page, StringComparison.Ordinal);
        Assert.Contains("--cap-drop=ALL --cap-add=NET_RAW --security-opt=seccomp:profile.json", page, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("text", "what is this\n", FailureKind.Data)]
    [InlineData("json", "{}", FailureKind.Data)]
    [InlineData("none", null, FailureKind.NoInput)]
    public void WhatIsNeitherIsRefused(string name, string? content, FailureKind kind)
    {
        if (content is not null)
        {
            File.WriteAllText(_directory[name], content);
        }

        Assert.Equal(kind, CommandRun.Of("score", _directory[name]).Failure?.Kind);
    }
}
