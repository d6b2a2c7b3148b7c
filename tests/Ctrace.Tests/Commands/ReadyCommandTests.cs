using System.Text.Json;
using Ctrace.Core;
using Ctrace.Tests.Files;
using Xunit;

namespace Ctrace.Tests.Commands;

public sealed class ReadyCommandTests : IDisposable
{
    private readonly TemporaryDirectory _directory = new();

    public ReadyCommandTests()
    {
        Write("first", "0000000000000001 whole 2026-11-30t01:00:00.000z 60000 exit:0 new", "2026-11-30t01:00:01.000z 0000000000000001");
        Write("second", "0000000000000002 whole 2026-11-30t02:00:00.000z 30000 exit:0 used first=term", "2026-11-30t02:00:01.000z 0000000000000002");
        File.WriteAllText(_directory["older"], "ARCH\nx86_64\nCAPABILITIES\nSYSCALLS\nread\n");
    }

    public void Dispose() => _directory.Dispose();

    [Fact]
    public void OneStartIsNotReadyAndSaysWhy()
    {
        var run = CommandRun.Of("ready", _directory["first"]);
        Assert.Equal((1, ""), (run.Code, run.Error));
        Assert.Equal(
            """
            not ready
              starts: 1 of 2
              starts on volumes with data: 0 of 1
              stops by a signal: 0 of 1
              starts since the last new name (read): 0 of 1
            seen: one start on empty volumes, 60 s; ended with exit code 0; never stopped by SIGTERM; the last new name, read, came 59 s before the end
            to do: 'ctrace rehearse --output TRACEFILE -- DOCKER-RUN-ARGUMENTS' does and records that; give its tracefile beside this one

            """, run.Output);
    }

    [Fact]
    public void TwoOfThemAreAndOneTwiceIsNot()
    {
        Assert.Equal(0, CommandRun.Of("ready", _directory["first"], _directory["second"]).Code);
        Assert.Equal(1, CommandRun.Of("ready", _directory["second"], _directory["second"]).Code);
    }

    [Theory]
    [InlineData("--starts", "3")]
    [InlineData("--starts-on-data", "2")]
    [InlineData("--seconds", "91")]
    [InlineData("--stops", "2")]
    [InlineData("--quiet-starts", "2")]
    [InlineData("--quiet-seconds", "90")]
    public void EachThresholdCanBeSet(string option, string value)
    {
        Assert.Equal(1, CommandRun.Of("ready", option, value, _directory["first"], _directory["second"]).Code);
        Assert.Equal(0, CommandRun.Of("ready", option, "0", _directory["first"], _directory["second"]).Code);
    }

    [Fact]
    public void JsonIsOneObject()
    {
        var run = CommandRun.Of("ready", "--json", _directory["first"]);
        Assert.Equal(1, run.Code);
        using var json = JsonDocument.Parse(run.Output);
        Assert.False(json.RootElement.GetProperty("ready").GetBoolean());
        Assert.Equal(4, json.RootElement.GetProperty("reasons").GetArrayLength());
    }

    [Fact]
    public void AnOlderRecordingIsNotReady()
    {
        var run = CommandRun.Of("ready", _directory["older"]);
        Assert.Equal(1, run.Code);
        Assert.Contains("not known", run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void WhatIsNotThereIsNoInput() => Assert.Equal(FailureKind.NoInput, CommandRun.Of("ready", _directory["none"]).Failure!.Kind);

    [Fact]
    public void ThresholdsAreWholeNumbers() => Assert.NotEmpty(CommandRun.Errors("ready", "--starts", "-1", "web"));

    [Fact]
    public void OptionsAndProfilesTellItOnce()
    {
        foreach (var words in (string[][])[["options", "-o", _directory["p.json"]], ["profile", "seccomp"], ["profile", "systemd"]])
        {
            var run = CommandRun.Of([.. words, _directory["first"], _directory["first"]]);
            Assert.Equal(0, run.Code);
            Assert.Single(run.Error.Split('\n'), line => line.StartsWith("ctrace: note: seen: one start on empty volumes, 60 s", StringComparison.Ordinal));
            Assert.Single(run.Error.Split('\n'), line => line == "ctrace: note: not seen: a second start on its own data; a stop by SIGTERM");
        }
    }

    [Fact]
    public void AScoreTellsItInItsText()
    {
        Assert.Contains("\nThe recording\n  seen: one start on empty volumes", CommandRun.Of("score", _directory["first"]).Output, StringComparison.Ordinal);
        using var json = JsonDocument.Parse(CommandRun.Of("score", "--json", _directory["first"]).Output);
        Assert.Equal(1, json.RootElement.GetProperty("life").GetProperty("starts").GetInt32());
        CommandRun.Of("score", "--html", _directory["report.html"], _directory["first"]);
        Assert.Contains("<p>seen: one start on empty volumes", File.ReadAllText(_directory["report.html"]), StringComparison.Ordinal);
    }

    private void Write(string name, string start, string first) => File.WriteAllText(_directory[name],
        $"ARCH\nx86_64\nCAPABILITIES\nSYSCALLS\nread\nFORMAT\n3\nSTARTS\n{start}\nSYSCALLS-FIRST\nx86_64 read {first}\nFACTS\nlife recorded\nscope whole\n");
}
