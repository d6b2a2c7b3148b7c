using System.Diagnostics;
using Ctrace.Core.Profiles.RunOptions;
using Xunit;

namespace Ctrace.Core.Tests.Profiles.RunOptions;

public sealed class ShellWordTests
{
    private static readonly string[] Texts =
    [
        "", "plain", "/a/b.json", "a b", "'", "''", "\"", "$HOME", "$(id)", "`id`", "\\", "a\nb", "*", "?", "[a]", "~", "#", "!x", "-x", "--", "a;b", "a&b",
        "a|b", "<a", ">a", "(a)", "{a,b}", "a=b", "é", "\t", "it's $5 \"or\" `so`", "=", "%", "a\\'b", "x'y'z",
    ];

    [Theory]
    [InlineData("seccomp:a/b-c_d.json", "seccomp:a/b-c_d.json")]
    [InlineData("a b", "'a b'")]
    [InlineData("it's", @"'it'\''s'")]
    [InlineData("$x", "'$x'")]
    [InlineData("", "''")]
    [InlineData("~", "'~'")]
    public void IsQuotedWhereItMustBe(string text, string word) => Assert.Equal(word, ShellWord.Quote(text));

    [Fact]
    public void TheShellReadsEachBackAsOneWord()
    {
        var script = string.Concat(Texts.Select(text => $"printf '%s\\0' {ShellWord.Quote(text)}\n"));
        using var shell = Process.Start(new ProcessStartInfo("sh", ["-c", script]) { RedirectStandardOutput = true })!;
        Assert.Equal(Texts, shell.StandardOutput.ReadToEnd().Split('\0')[..^1]);
    }
}
