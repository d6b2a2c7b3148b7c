using System.CommandLine;
using Ctrace.Core;

namespace Ctrace.Commands;

/// <summary>Says what is wrong with a command line in one line, and which word may have been meant.</summary>
internal static class UsageFailure
{
    /// <summary>Refuses an option that says how another one works, where that is not given.</summary>
    /// <param name="result">The command line.</param>
    /// <param name="option">The option.</param>
    /// <param name="other">The other's name.</param>
    /// <param name="isGiven">Whether the other is given.</param>
    /// <exception cref="CtraceException">Usage: the option alone is given.</exception>
    public static void RequireWith(ParseResult result, Option option, string other, bool isGiven)
    {
        if (!isGiven && result.GetResult(option) is { Implicit: false })
        {
            throw new CtraceException(FailureKind.Usage, $"{option.Name} goes with {other}", $"give {other}, or leave {option.Name} out");
        }
    }

    public static CtraceException Of(ParseResult result)
    {
        var command = result.CommandResult.Command;
        var help = $"see '{CommandTree.Path(result)} --help'";
        if ((CommandTree.Misspelt(result) ?? (result.UnmatchedTokens is [var first, ..] ? first : null)) is { } word)
        {
            var isOption = word.StartsWith('-');
            var known = isOption
                ? command.Options.SelectMany(option => option.Aliases.Prepend(option.Name))
                : command.Subcommands.Select(subcommand => subcommand.Name);
            var what = isOption ? "option" : command.Subcommands.Count > 0 ? "command" : "argument";
            var message = what == "argument" ? $"one word too many: '{word}'" : $"there is no {what} '{word}'";
            return new CtraceException(FailureKind.Usage, message,
                Spelling.ClosestName(word, known) is { } closest ? $"did you mean '{closest}'? {help}" : help);
        }

        return command is RootCommand
            ? new CtraceException(FailureKind.Usage, "no command given", help)
            : new CtraceException(FailureKind.Usage, string.Join(' ', result.Errors[0].Message.TrimEnd('.').Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)), help);
    }
}
