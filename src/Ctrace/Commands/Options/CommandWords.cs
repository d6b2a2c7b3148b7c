using System.CommandLine;
using System.CommandLine.Parsing;
using Ctrace.Core;

namespace Ctrace.Commands.Options;

/// <summary>
/// Where a command line ends and that of the command which it starts begins: at the first word that is no option, as
/// for sudo(8) or strace(1). From there on nothing is ctrace's, whatever it looks like.
/// </summary>
internal static class CommandWords
{
    /// <summary>The argument that takes a command and its arguments is called so.</summary>
    public const string Name = "COMMAND";

    /// <summary>The argument that takes what stands behind 'docker run' is called so.</summary>
    public const string DockerRun = "DOCKER-RUN-ARGUMENTS";

    /// <summary>That argument.</summary>
    public static Argument<string[]> TakeDockerRun(string description = "What you would type after 'docker run'") =>
        new(DockerRun) { Description = description, Arity = ArgumentArity.OneOrMore };

    /// <summary>The words that were taken for arguments and do not stand behind <c>--</c>, with the argument that took them.</summary>
    public static IEnumerable<(string Argument, string Word)> Open(ParseResult result)
    {
        var literal = result.Tokens.SkipWhile(token => token.Type != TokenType.DoubleDash).ToHashSet(ReferenceEqualityComparer.Instance);
        return result.CommandResult.Children.OfType<ArgumentResult>()
            .SelectMany(argument => argument.Tokens.Where(token => !literal.Contains(token)).Select(token => (argument.Argument.Name, token.Value)));
    }

    /// <summary>Whether the command takes files, or a name, in place of the arguments of 'docker run'.</summary>
    public static bool TakesFiles(ParseResult result) =>
        result.CommandResult.Children.OfType<OptionResult>().Any(option => option is { Implicit: false, Option.Name: "--static" or "--compose" });

    /// <summary>How a command's options are typed.</summary>
    public static IEnumerable<string> Options(Command command) => command.Options.SelectMany(option => option.Aliases.Prepend(option.Name)).Append("--help");

    /// <summary>Puts a <c>--</c> in front of the command, where a sub-command takes one and the user left it out.</summary>
    /// <exception cref="CtraceException">Usage: a switch with a value, which would be taken for the command.</exception>
    public static string[] Separate(RootCommand root, string[] words)
    {
        if (words.Length == 0 || root.Subcommands.FirstOrDefault(command => command.Name == words[0]) is not { } command
            || command.Arguments.All(argument => argument.Name != Name))
        {
            return words;
        }

        for (var at = 1; at < words.Length; at++)
        {
            if (words[at] is not ['-', _, ..] word)
            {
                return [.. words[..at], "--", .. words[at..]];
            }

            if (word == "--")
            {
                break;
            }

            RefuseValue(command, word);
            at += TakesNext(command, word) ? 1 : 0;
        }

        return words;
    }

    private static void RefuseValue(Command command, string word)
    {
        if (word.IndexOfAny(['=', ':']) is > 0 and var end && Find(command, word[..end]) is { } option && !TakesValue(option) && !bool.TryParse(word[(end + 1)..], out _))
        {
            throw new CtraceException(FailureKind.Usage, $"{option.Name} takes no value, and has '{word[(end + 1)..]}'", $"see 'ctrace {command.Name} --help'");
        }
    }

    /// <summary>Whether the word after an option is its value: not for a switch, <c>--name=value</c>, or <c>-p123</c>.</summary>
    private static bool TakesNext(Command command, string word)
    {
        if (Find(command, word) is { } exact)
        {
            return TakesValue(exact);
        }

        // Letters in one word: the first that takes a value takes the rest of the word, if there is any.
        for (var letter = 1; !word.StartsWith("--", StringComparison.Ordinal) && letter < word.Length; letter++)
        {
            if (Find(command, $"-{word[letter]}") is not { } option)
            {
                return false;
            }

            if (TakesValue(option))
            {
                return letter == word.Length - 1;
            }
        }

        return false;
    }

    private static Option? Find(Command command, string name) =>
        command.Options.FirstOrDefault(option => option.Name == name || option.Aliases.Contains(name));

    private static bool TakesValue(Option option) => option.ValueType != typeof(bool) && option.Arity.MaximumNumberOfValues > 0;
}
