using System.Text.RegularExpressions;
using Ctrace.Core.Tests;
using Ctrace.Tests.Files;
using Xunit;

namespace Ctrace.Tests;

/// <summary>The manual pages as both programs that show them do, groff (Debian's man) and mandoc, and as whatis(1) knows them.</summary>
public sealed partial class ManualTests
{
    private static readonly string Directory = Path.Combine(SourceFolder.Repository, "docs/man");

    public static TheoryData<string> Pages => [.. System.IO.Directory.EnumerateFiles(Directory, "*.1").Select(file => Path.GetFileNameWithoutExtension(file)).Order()];

    /// <summary>ctrace-run(1) is about <c>ctrace run</c>: nobody can type ctrace-run.</summary>
    [Theory]
    [MemberData(nameof(Pages))]
    public void TheSynopsisIsWhatIsTyped(string page)
    {
        var typed = page == "ctrace-profile-formats" ? "ctrace profile" : page.Replace('-', ' ');
        Assert.All([Groff(page), Mandoc(page)], text =>
        {
            var line = Synopsis().Match(text).Groups[1].Value;
            Assert.StartsWith($"{typed} ", line, StringComparison.Ordinal);
            Assert.DoesNotContain($"{page} ", text[(text.IndexOf("SYNOPSIS", StringComparison.Ordinal) + 1)..].Replace(typed, "", StringComparison.Ordinal), StringComparison.Ordinal);
        });
    }

    /// <summary>But for where lines break: a macro that one of them takes otherwise, or does not know, shows.</summary>
    [Theory]
    [MemberData(nameof(Pages))]
    public void BothShowTheSame(string page) => Assert.Equal(Bare(Mandoc(page)), Bare(Groff(page)));

    [Fact]
    public void WhatisKnowsEveryPage()
    {
        using var manual = new TemporaryDirectory();
        System.IO.Directory.CreateDirectory(manual["man1"]);
        foreach (var page in Pages.Select(row => row.Data))
        {
            File.Copy($"{Directory}/{page}.1", manual[$"man1/{page}.1"]);
        }

        var made = Tool.Run("mandb", "--quiet", "--create", "--user-db", manual.Path);
        Assert.Equal((0, "", ""), (made.Status, made.Output, made.Errors));
        Assert.All(Pages.Select(row => row.Data), page =>
            Assert.StartsWith($"{page} (1) ", Tool.Run("whatis", "-M", manual.Path, page).Output, StringComparison.Ordinal));
    }

    private static string Groff(string page) => Tool.Run("groff", "-mandoc", "-Tascii", "-P-cbou", $"{Directory}/{page}.1").Output;

    private static string Mandoc(string page) => Backspace().Replace(Tool.Run("mandoc", "-Tascii", $"{Directory}/{page}.1").Output, "");

    /// <summary>The text between the first line and the last, which name the system, without spaces, hyphens and the way of quoting.</summary>
    private static string Bare(string text)
    {
        var lines = text.Trim().Split('\n');
        return string.Concat(lines[1..^1].SelectMany(line => line).Where(letter => !char.IsWhiteSpace(letter) && letter != '-').Select(letter => letter == '`' ? '\'' : letter));
    }

    [GeneratedRegex("^SYNOPSIS\n +([^\n]*)", RegexOptions.Multiline)]
    private static partial Regex Synopsis();

    /// <summary>Bold and underlined letters are struck twice on a plain terminal.</summary>
    [GeneratedRegex(".\b")]
    private static partial Regex Backspace();
}
