using System.Diagnostics;
using Ctrace.Core;
using Xunit;

namespace Ctrace.Tests.Commands;

public sealed class CompletionCommandTests
{
    [Theory]
    [InlineData("bash", "complete -o default -F _ctrace ctrace\n")]
    [InlineData("zsh", "#compdef ctrace\n")]
    [InlineData("fish", "complete -c ctrace ")]
    public void EachShellHasAScript(string shell, string line) =>
        Assert.Contains(line, CommandRun.Of("completion", shell).Output, StringComparison.Ordinal);

    [Fact]
    public void AnUnknownShellIsAUsageError()
    {
        var run = CommandRun.Of("completion", "tcsh");
        Assert.Equal("", run.Output);
        Assert.Equal((FailureKind.Usage, "there is no completion for 'tcsh' (it can be bash, zsh, fish)"), (run.Failure?.Kind, run.Failure?.Line));
        Assert.NotEmpty(CommandRun.Errors("completion"));
    }

    [Theory]
    [InlineData("ctrace capab", "capability")]
    [InlineData("ctrace capability net_r", "net_raw")]
    [InlineData("ctrace completion z", "zsh")]
    [InlineData("ctrace profile seccomp --deny chmod,rmd", "chmod,rmdir")]
    [InlineData("ctrace check --forbid-capabilities net_admin-net_r", "net_admin-net_raw")]
    [InlineData("ctrace strace -e trace=openat,rmd", "openat,rmdir")]
    public async Task BashIsOfferedWhatCanComeNext(string typed, string expected)
    {
        // As bash calls it: the function reads COMP_*, and asks the program that was typed. Bash takes = for a word of its own.
        var words = typed.Replace("=", " = ", StringComparison.Ordinal);
        var script = $"""
            {CommandRun.Of("completion", "bash").Output}
            PATH={AppContext.BaseDirectory}:$PATH
            COMP_LINE='{typed}' COMP_POINT={typed.Length}
            COMP_WORDS=({words}) COMP_CWORD={words.Count(c => c == ' ')}
            _ctrace
            printf '%s\n' "{"${COMPREPLY[@]}"}"
            """;
        using var bash = Process.Start(new ProcessStartInfo("bash", ["--norc", "-c", script]) { RedirectStandardOutput = true })!;
        var offered = await bash.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        Assert.Equal($"{expected}\n", offered);
    }
}
