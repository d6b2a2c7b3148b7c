using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Invocation;
using System.CommandLine.Parsing;
using Ctrace.Commands.Options;
using Ctrace.Commands.Profiles;
using Ctrace.Core;

namespace Ctrace.Commands;

/// <summary>All commands, in the order in which help lists them.</summary>
internal static class CommandTree
{
    public static RootCommand Create()
    {
        var root = new RootCommand("Record what a container asks of the Linux kernel, and restrict it to that.")
        {
            TraceCommand.Create(),
            RunCommand.Create(),
            RecordCommand.Create(),
            RehearseCommand.Create(),
            OptionsCommand.Create(),
            ProfileCommand.Create(),
            ReadyCommand.Create(),
            CallersCommand.Create(),
            DiffCommand.Create(),
            MergeCommand.Create(),
            RequirementsCommand.Create(),
            CaptraceCommand.Create(),
            StraceCommand.Create(),
            CheckCommand.Create(),
            ScoreCommand.Create(),
            InspectCommand.Create(),
            VerifyCommand.Create(),
            CapabilityCommand.Create(),
            SyscallCommand.Create(),
            ErrnoCommand.Create(),
            StatusCommand.Create(),
            DoctorCommand.Create(),
            CompletionCommand.Create(),
        };
        foreach (var option in root.Options.OfType<HelpOption>())
        {
            option.Action = new ShortHelp((SynchronousCommandLineAction)option.Action!);
        }

        foreach (var option in root.Options.OfType<VersionOption>())
        {
            option.Action = new VersionLine();
        }

        return root;
    }

    /// <summary>Parses a command line. What belongs to a command that ctrace starts is left alone.</summary>
    public static ParseResult Parse(string[] words)
    {
        var root = Create();
        return root.Parse(CommandWords.Separate(root, RestrictionOptions.Join(words)));
    }

    /// <summary>
    /// A word that looks like an option, was taken for an argument, and does not stand behind <c>--</c>; null when there is none. Whoever means a file
    /// of such a name writes <c>./-x</c>. What stands behind 'docker run' are options themselves, with or without the <c>--</c>.
    /// </summary>
    public static string? Misspelt(ParseResult result)
    {
        var literal = result.Tokens.SkipWhile(token => token.Type != TokenType.DoubleDash).ToHashSet(ReferenceEqualityComparer.Instance);
        return result.CommandResult.Children.OfType<ArgumentResult>()
            .Where(argument => argument.Argument.Name != CommandWords.DockerRun).SelectMany(argument => argument.Tokens)
            .FirstOrDefault(token => token.Value is ['-', not (>= '0' and <= '9'), ..] && !literal.Contains(token))?.Value;
    }

    /// <summary>Says what is wrong with a command line in one line, and which word may have been meant.</summary>
    public static CtraceException Failure(ParseResult result)
    {
        var command = result.CommandResult.Command;
        var help = $"see '{Path(result)} --help'";
        if ((Misspelt(result) ?? (result.UnmatchedTokens is [var first, ..] ? first : null)) is { } word)
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

        if (result.Errors[0].SymbolResult is not OptionResult && Missing(result) is { Count: > 0 } missing)
        {
            return new CtraceException(FailureKind.Usage,
                $"{Path(result)} takes {string.Join(' ', command.Arguments.Select(argument => argument.Name))}: {string.Join(' ', missing)} {(missing.Count == 1 ? "is" : "are")} missing", help);
        }

        return command is RootCommand
            ? new CtraceException(FailureKind.Usage, "no command given", help)
            : new CtraceException(FailureKind.Usage, string.Join(' ', result.Errors[0].Message.TrimEnd('.').Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)), help);
    }

    private static List<string> Missing(ParseResult result) =>
    [
        .. result.CommandResult.Command.Arguments
            .Where(argument => argument.Arity.MinimumNumberOfValues > (result.GetResult(argument)?.Tokens.Count ?? 0)).Select(argument => argument.Name),
    ];

    /// <summary>The words of the command that was called: <c>ctrace trace</c>.</summary>
    public static string Path(ParseResult result)
    {
        var names = new List<string>();
        for (SymbolResult? at = result.CommandResult; at is CommandResult command; at = at.Parent)
        {
            names.Insert(0, command.Command is RootCommand ? "ctrace" : command.Command.Name);
        }

        return string.Join(' ', names);
    }

    /// <summary>Help that lists sub-commands by the first line of what they say of themselves; their own help says it all.</summary>
    private sealed class ShortHelp(SynchronousCommandLineAction help) : SynchronousCommandLineAction
    {
        /// <inheritdoc />
        public override bool ClearsParseErrors => help.ClearsParseErrors;

        /// <inheritdoc />
        public override int Invoke(ParseResult parseResult)
        {
            foreach (var command in parseResult.CommandResult.Command.Subcommands)
            {
                command.Description = command.Description?.Split('\n')[0];
            }

            return help.Invoke(parseResult);
        }
    }
}
