using System.CommandLine;

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

    /// <summary>Puts a <c>--</c> in front of the command, where a sub-command takes one and the user left it out.</summary>
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

            at += TakesNext(command, word) ? 1 : 0;
        }

        return words;
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
