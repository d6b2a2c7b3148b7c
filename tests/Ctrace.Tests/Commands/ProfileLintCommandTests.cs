using System.Text.Json;
using Ctrace.Core;
using Ctrace.Tests.Files;
using Xunit;

namespace Ctrace.Tests.Commands;

public sealed class ProfileLintCommandTests : IDisposable
{
    private readonly TemporaryDirectory _directory = new();

    public void Dispose() => _directory.Dispose();

    [Fact]
    public void ASoundProfileIsSilent()
    {
        CommandRun.Of("profile", "seccomp", "--base", "docker-default", "-o", _directory["p.json"]);
        var run = CommandRun.Of("profile", "lint", _directory["p.json"]);
        Assert.Equal((0, ""), (run.Code, run.Output));
    }

    [Fact]
    public void AnErrorIsExitCodeOne()
    {
        CommandRun.Of("profile", "seccomp", "--base", "docker-default", "--deny", "exit_group", "-o", _directory["p.json"]);
        var run = CommandRun.Of("profile", "lint", _directory["p.json"]);
        Assert.Equal((1, $"{_directory["p.json"]}:2: error: exit_group is refused: no program can end (exit_group(2)) (allow exit_group)\n"), (run.Code, run.Output));
        var json = JsonDocument.Parse(CommandRun.Of("profile", "lint", "--json", _directory["p.json"]).Output).RootElement;
        Assert.Equal(_directory["p.json"], json.GetProperty("file").GetString());
        Assert.Equal(("error", 2), (json.GetProperty("findings")[0].GetProperty("severity").GetString(), json.GetProperty("findings")[0].GetProperty("line").GetInt32()));
    }

    [Fact]
    public void WhatIsNoProfileIsBadData() => Assert.Equal(FailureKind.Data, CommandRun.Of("profile", "lint", "/etc/passwd").Failure?.Kind);
}
