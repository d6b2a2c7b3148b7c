using System.CommandLine;
using Ctrace.Commands;
using Ctrace.Commands.Options;
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
}
