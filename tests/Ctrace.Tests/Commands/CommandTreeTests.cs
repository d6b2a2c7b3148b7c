using System.CommandLine;
using System.Text.RegularExpressions;
using Ctrace.Commands;
using Ctrace.Core;
using Ctrace.Core.Tests;
using Xunit;

namespace Ctrace.Tests.Commands;

/// <summary>What all commands have in common: a help that teaches.</summary>
public sealed partial class CommandTreeTests
{
    public static TheoryData<string> Names => [.. CommandTree.Create().Subcommands.Select(command => command.Name)];

    /// <summary>The commands with those below them: <c>profile seccomp</c>.</summary>
    public static TheoryData<string> Paths => [.. CommandTree.Create().Subcommands
        .SelectMany(command => command.Subcommands.Select(sub => $"{command.Name} {sub.Name}").Prepend(command.Name))];

    [Theory]
    [MemberData(nameof(Paths))]
    public void EveryCommandsHelpHasExamples(string name)
    {
        var help = CommandRun.Of([.. name.Split(' '), "--help"]).Output;
        Assert.Contains("Examples:\n", help, StringComparison.Ordinal);
        Assert.Contains($"ctrace {name}", help, StringComparison.Ordinal);
        Assert.Contains("Usage:", help, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Paths))]
    public void EveryExampleOfCtraceParses(string name)
    {
        var examples = Examples(name).ToArray();
        Assert.NotEmpty(examples);
        Assert.All(examples, words => Assert.Empty(CommandTree.Create().Parse(words).Errors.Select(error => $"{string.Join(' ', words)}: {error.Message}")));
    }

    [Theory]
    [MemberData(nameof(Paths))]
    public void EveryOptionAndArgumentSaysWhatItIs(string name)
    {
        var command = Find(name);
        Assert.All([.. command.Options, .. command.Arguments], (Symbol symbol) => Assert.False(string.IsNullOrWhiteSpace(symbol.Description), symbol.Name));
    }

    [Theory]
    [MemberData(nameof(Paths))]
    public void EveryCommandHasAManPageThatKnowsItsOptions(string name)
    {
        // Its own page, or one for several formats: ctrace-profile-formats.
        var page = string.Concat(Directory.EnumerateFiles(Path.Combine(SourceFolder.Repository, "docs/man"), $"ctrace-{name.Split(' ')[0]}*.1").Order().Select(File.ReadAllText));
        var command = Find(name);
        Assert.All(command.Options.Where(option => option.Name is not ("--help" or "--version")),
            option => Assert.Contains($"Fl -{option.Name[2..]}", page, StringComparison.Ordinal));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void EveryCommandIsInTheManualAndTheReadme(string name)
    {
        Assert.Contains($"Xr ctrace-{name} 1", File.ReadAllText(Path.Combine(SourceFolder.Repository, "docs/man/ctrace.1")), StringComparison.Ordinal);
        Assert.Contains($"(docs/man/ctrace-{name}.1)", File.ReadAllText(Path.Combine(SourceFolder.Repository, "README.md")), StringComparison.Ordinal);
    }

    [Fact]
    public void TheRootListsEachCommandOnOneLine()
    {
        var help = CommandRun.Of("--help").Output;
        Assert.All(CommandTree.Create().Subcommands, command =>
            Assert.Contains(help.Split('\n'), line => line.StartsWith($"  {command.Name} ", StringComparison.Ordinal)));
        Assert.DoesNotContain("Examples:", help, StringComparison.Ordinal);
    }

    /// <summary>A command line makes the command alone that it begins with: each under its own name, with all that is its own.</summary>
    [Theory]
    [MemberData(nameof(Names))]
    public void ACommandIsMadeAlone(string name)
    {
        var alone = Assert.Single(CommandTree.Create(name).Subcommands);
        var among = CommandTree.Create().Subcommands.Single(command => command.Name == name);
        Assert.Equal(name, alone.Name);
        Assert.Equal(among.Options.Select(option => option.Name), alone.Options.Select(option => option.Name));
        Assert.Equal(among.Subcommands.Select(command => command.Name), alone.Subcommands.Select(command => command.Name));
    }

    [Fact]
    public void APathIsTheWordsThatWereTyped()
    {
        Assert.Equal("ctrace syscall", CommandTree.Path(CommandTree.Create().Parse(["syscall", "--frob"])));
        Assert.Equal("ctrace", CommandTree.Path(CommandTree.Create().Parse(["frob"])));
    }

    [Theory]
    [InlineData]
    [InlineData("help")]
    [InlineData("--help")]
    public void TheProgramAloneShowsItsCommandsInGroups(params string[] arguments)
    {
        var run = CommandRun.Of(arguments);
        Assert.Equal(0, run.Code);
        Assert.Contains("\nRecord:\n  trace ", run.Output, StringComparison.Ordinal);
        Assert.Contains("\nWatch:\n", run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void HelpAndVersionAreWordsToo()
    {
        Assert.Equal(CommandRun.Of("profile", "lint", "--help").Output, CommandRun.Of("help", "profile", "lint").Output);
        Assert.Equal(CommandRun.Of("--version").Output, CommandRun.Of("version").Output);
        Assert.Equal(CommandRun.Of("profile", "--help").Output, CommandRun.Of("profile").Output);
    }

    [Theory]
    [InlineData("there is no command 'nosuch'", "nosuch", "--help")]
    [InlineData("there is no command 'lnt' (did you mean 'lint'?", "profile", "lnt", "--help")]
    [InlineData("--duration takes a number, not 'x' (see 'ctrace record --help')", "record", "--duration", "x", "--", "true")]
    [InlineData("--duration needs a value: --duration SECONDS", "record", "--duration")]
    [InlineData("ctrace diff takes A B: B is missing (see 'ctrace diff --help')", "diff", "a")]
    [InlineData("ctrace diff takes A B: A B are missing", "diff")]
    [InlineData("--output PROFILE is missing", "options", "web.trace")]
    public void WhatIsWrongIsSaidInPlainWords(string message, params string[] arguments)
    {
        var result = CommandTree.Parse(arguments);
        var failure = result.Errors.Count > 0 ? CommandTree.Failure(result) : CommandRun.Of(arguments).Failure;
        Assert.Equal(FailureKind.Usage, failure!.Kind);
        Assert.StartsWith(message, failure.Line, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("there is no command 'nosuch'", "help", "nosuch")]
    [InlineData("there is no command 'chekc' (did you mean 'check'?", "help", "chekc")]
    [InlineData("there is no command 'sh' of check", "help", "check", "sh", "-c", "exit 3")]
    [InlineData("there is no command '--' (see", "help", "--", "check")]
    public void HelpRunsNothing(string message, params string[] arguments) =>
        Assert.StartsWith(message, Assert.Throws<CtraceException>(() => CommandTree.Parse(arguments)).Line, StringComparison.Ordinal);

    [Fact]
    public void CompletionOffersOnlyWhatPeopleType() =>
        Assert.DoesNotContain(CommandRun.Completions("ctrace trace "), word => word.StartsWith('/') || word is "Text" or "Json");

    [Theory]
    [InlineData("frob")]
    [InlineData("trace", "--frob")]
    [InlineData("trace", "web")]
    [InlineData("doctor", "web")]
    public void WhatIsNoCommandLineIsAUsageError(params string[] arguments) => Assert.NotEmpty(CommandRun.Errors(arguments));

    private static Command Find(string path) =>
        path.Split(' ').Aggregate((Command)CommandTree.Create(), (command, name) => command.Subcommands.Single(sub => sub.Name == name));

    /// <summary>The lines of a command's examples that run ctrace: without what shells and comments add.</summary>
    private static IEnumerable<string[]> Examples(string name)
    {
        var description = Find(name).Description!;
        foreach (var line in description[description.IndexOf("Examples:", StringComparison.Ordinal)..].Split('\n'))
        {
            if (Example().Match(line) is { Success: true } example)
            {
                yield return [.. example.Groups["words"].Value.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(word => word.Trim('\'', '"'))];
            }
        }
    }

    // Two spaces and what they lead to are a remark; a redirection is the shell's.
    [GeneratedRegex(@"^  (?:source <\()?ctrace (?<words>.*?)(?:\)|  .*| [>|&].*)?$")]
    private static partial Regex Example();
}
