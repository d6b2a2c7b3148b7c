using System.CommandLine;
using Ctrace.Commands;
using Ctrace.Commands.Options;
using Ctrace.Core;
using Xunit;

namespace Ctrace.Tests.Commands;

public sealed class CommandWordsTests
{
    [Theory]
    [InlineData("captrace ls -l", "captrace -- ls -l")]
    [InlineData("captrace -f -o x ls -f", "captrace -f -o x -- ls -f")]
    [InlineData("captrace -fo x ls", "captrace -fo x -- ls")]
    [InlineData("captrace -ox ls", "captrace -ox -- ls")]
    [InlineData("captrace --output=x ls --output y", "captrace --output=x -- ls --output y")]
    [InlineData("captrace -p 12", "captrace -p 12")]
    [InlineData("captrace -- ls -l", "captrace -- ls -l")]
    [InlineData("captrace", "captrace")]
    [InlineData("captrace --frob ls", "captrace --frob -- ls")]
    [InlineData("syscall openat --arch arm64", "syscall openat --arch arm64")]
    [InlineData("nothing ls -l", "nothing ls -l")]
    public void TheCommandBeginsAtTheFirstWordThatIsNoOption(string words, string separated) =>
        Assert.Equal(separated.Split(' '), CommandWords.Separate(CommandTree.Create(), words.Split(' ')));

    [Fact]
    public void NothingOfTheCommandIsTakenForAnOption()
    {
        var result = CommandTree.Parse(["captrace", "-s", "sh", "-c", "true", "--json", "-v"]);
        Assert.Empty(result.Errors);
        Assert.False(result.GetValue<bool>("--json"));
        Assert.False(result.GetValue<bool>("-v"));
        Assert.True(result.GetValue<bool>("-s"));
        Assert.Equal(["sh", "-c", "true", "--json", "-v"], result.GetValue<string[]>(CommandWords.Name)!);
    }

    [Theory]
    [InlineData("there is no option '--jsno' (did you mean '--json'? see 'ctrace captrace --help')", "captrace --jsno ls")]
    [InlineData("there is no option '--jsno' (did you mean '--json'? see 'ctrace captrace --help')", "captrace -f --jsno -- ls")]
    [InlineData("there is no option '--jsno' (did you mean '--json'? see 'ctrace strace --help')", "strace --jsno ls --json")]
    [InlineData("there is no option '--hlep' (did you mean '--help'? see 'ctrace check --help')", "check --hlep ls")]
    [InlineData("there is no option '--forbid-syscals' (did you mean '--forbid-syscalls'? see 'ctrace check --help')", "check --forbid-syscals mount ls")]
    [InlineData("there is no option '-1' (see 'ctrace captrace --help')", "captrace -1 ls")]
    [InlineData("there is no option '--duratoin' (did you mean '--duration'? see 'ctrace record --help')", "record --duratoin 5 -- ls")]
    [InlineData("there is no option '--jsno' (did you mean '--json'? see 'ctrace verify --help')", "verify --static a.json --jsno b.trace")]
    [InlineData("there is no option '--lern' (did you mean '--learn'? see 'ctrace rehearse --help')", "rehearse --compose compose.yml --lern web")]
    public void AMisspeltOptionIsNoCommand(string line, string words)
    {
        var result = CommandTree.Parse(words.Split(' '));
        Assert.NotNull(CommandTree.Misspelt(result));
        Assert.Equal((FailureKind.Usage, line), (CommandTree.Failure(result).Kind, CommandTree.Failure(result).Line));
    }

    [Theory]
    [InlineData("captrace --json=yes ls")]
    [InlineData("captrace -f --json:yes ls")]
    [InlineData("check --json= ls")]
    public void ASwitchesValueIsNoCommand(string words)
    {
        var failure = Assert.Throws<CtraceException>(() => CommandTree.Parse(words.Split(' ')));
        Assert.StartsWith("--json takes no value, and has '", failure.Message, StringComparison.Ordinal);
        Assert.Equal(FailureKind.Usage, failure.Kind);
    }

    [Theory]
    [InlineData("captrace -- --jsno")]
    [InlineData("strace ls --jsno -1")]
    [InlineData("captrace --json=true ls")]
    [InlineData("errno -13")]
    [InlineData("run -o x --rm nginx --frob")]
    [InlineData("run -- --jsno nginx")]
    public void WhatIsNotCtracesIsNotMisspelt(string words) => Assert.Null(CommandTree.Misspelt(CommandTree.Parse(words.Split(' '))));
}
