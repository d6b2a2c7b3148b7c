using System.Text.Json.Nodes;
using Ctrace.Core;
using Xunit;

namespace Ctrace.Tests.Commands;

public sealed class CapabilityCommandTests
{
    [Theory]
    [InlineData("13", "net_raw\n")]
    [InlineData("0xd", "net_raw\n")]
    [InlineData("0", "chown\n")]
    [InlineData("net_raw", "13\n")]
    [InlineData("CAP_NET_RAW", "13\n")]
    [InlineData("Checkpoint_Restore", "40\n")]
    public void AQueryIsAnswered(string query, string answer) => Assert.Equal(answer, CommandRun.Of("capability", query).Output);

    [Fact]
    public void WithoutAQueryAllAreListed()
    {
        var lines = CommandRun.Of("capability").Output.Split('\n');
        Assert.Equal(" 0 chown", lines[0]);
        Assert.Equal("40 checkpoint_restore", lines[40]);
        Assert.Equal(["", ""], [lines[^1], string.Concat(lines.Skip(41))]);
    }

    [Fact]
    public void JsonOfOneIsAnObject() =>
        Assert.Equal("{\n  \"number\": 13,\n  \"name\": \"net_raw\"\n}\n", CommandRun.Of("capability", "cap_net_raw", "--json").Output);

    [Fact]
    public void JsonOfAllIsAnArray() => Assert.Equal(41, JsonNode.Parse(CommandRun.Of("capability", "--json").Output)!.AsArray().Count);

    [Theory]
    [InlineData("net_rwa", "there is no capability 'net_rwa' (did you mean 'net_raw'?)")]
    [InlineData("41", "there is no capability '41' ('ctrace capability' lists them all)")]
    [InlineData("-1", "there is no capability '-1' ('ctrace capability' lists them all)")]
    [InlineData("99999999999", "there is no capability '99999999999' ('ctrace capability' lists them all)")]
    [InlineData("\u001b[2J", "there is no capability '\\u{1b}[2J' ('ctrace capability' lists them all)")]
    public void AnUnknownQueryIsALineAndExitCode1(string query, string line)
    {
        var run = CommandRun.Of("capability", query);
        Assert.Equal("", run.Output);
        Assert.Equal(FailureKind.Found, run.Failure?.Kind);
        Assert.Equal(line, run.Failure?.Line);
    }

    [Fact]
    public void TheShellIsOfferedTheNames() => Assert.Contains("net_raw", CommandRun.Completions("capability net_"));
}
