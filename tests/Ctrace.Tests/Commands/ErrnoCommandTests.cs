using System.Text.Json.Nodes;
using Ctrace.Core;
using Xunit;

namespace Ctrace.Tests.Commands;

public sealed class ErrnoCommandTests
{
    [Theory]
    [InlineData("1", "EPERM\nOperation not permitted\n")]
    [InlineData("-13", "EACCES\nPermission denied\n")]
    [InlineData("0x26", "ENOSYS\nFunction not implemented\n")]
    [InlineData("11", "EAGAIN\nResource temporarily unavailable\n")]
    [InlineData("512", "ERESTARTSYS\nInternal to the kernel\n")]
    [InlineData("enosys", "38\nFunction not implemented\n")]
    [InlineData("EWOULDBLOCK", "11\nResource temporarily unavailable\n")]
    public void AQueryIsAnswered(string query, string answer) => Assert.Equal(answer, CommandRun.Of("errno", query).Output);

    [Fact]
    public void WithoutAQueryAllAreListed()
    {
        var lines = CommandRun.Of("errno").Output.Split('\n');
        Assert.Equal("  1 EPERM                 Operation not permitted", lines[0]);
        Assert.Contains(" 11 EWOULDBLOCK           Resource temporarily unavailable", lines);
        Assert.Equal("133 EHWPOISON             Memory page has hardware error", lines.Last(line => line.StartsWith("133 ", StringComparison.Ordinal)));
    }

    [Fact]
    public void JsonOfAnAliasNamesTheError()
    {
        var answer = JsonNode.Parse(CommandRun.Of("errno", "EWOULDBLOCK", "--json").Output)!;
        Assert.Equal(
            (11, "EAGAIN", "Resource temporarily unavailable"),
            ((int)answer["number"]!, (string)answer["name"]!, (string)answer["meaning"]!));
    }

    [Theory]
    [InlineData("EPREM", "there is no error 'EPREM' (did you mean 'EPERM'?)")]
    [InlineData("0", "there is no error '0' ('ctrace errno' lists them all)")]
    [InlineData("134", "there is no error '134' ('ctrace errno' lists them all)")]
    public void AnUnknownQueryIsALineAndExitCode1(string query, string line)
    {
        var run = CommandRun.Of("errno", query);
        Assert.Equal("", run.Output);
        Assert.Equal(FailureKind.Found, run.Failure?.Kind);
        Assert.Equal(line, run.Failure?.Line);
    }

    [Fact]
    public void TheShellIsOfferedTheNames() => Assert.Contains("EWOULDBLOCK", CommandRun.Completions("errno EW"));
}
