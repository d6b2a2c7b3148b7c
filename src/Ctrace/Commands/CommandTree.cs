using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Invocation;
using System.CommandLine.Parsing;
using Ctrace.Commands.Options;
using Ctrace.Commands.Profiles;
using Ctrace.Core;

namespace Ctrace.Commands;

/// <summary>All commands, in the groups and the order in which help lists them.</summary>
internal static class CommandTree
{
    /// <summary>Each is made when it is asked for: that takes longer than most look-ups.</summary>
    private static readonly (string Title, (string Name, Func<Command> Create)[] Commands)[] Groups =
    [
        ("Record", [("trace", TraceCommand.Create), ("run", RunCommand.Create), ("record", RecordCommand.Create), ("rehearse", RehearseCommand.Create),
            ("requirements", RequirementsCommand.Create), ("status", StatusCommand.Create)]),
        ("Restrict", [("options", OptionsCommand.Create), ("profile", ProfileCommand.Create)]),
        ("Prove and gate", [("verify", VerifyCommand.Create), ("check", CheckCommand.Create), ("ready", ReadyCommand.Create), ("score", ScoreCommand.Create)]),
        ("Understand recordings", [("callers", CallersCommand.Create), ("diff", DiffCommand.Create), ("merge", MergeCommand.Create)]),
        ("Watch", [("top", TopCommand.Create), ("captrace", CaptraceCommand.Create), ("strace", StraceCommand.Create), ("inspect", InspectCommand.Create)]),
        ("Look up", [("capability", CapabilityCommand.Create), ("syscall", SyscallCommand.Create), ("errno", ErrnoCommand.Create)]),
        ("This program", [("doctor", DoctorCommand.Create), ("completion", CompletionCommand.Create)]),
    ];

    /// <summary>All, or one alone.</summary>
    /// <param name="only">The one that a command line begins with; without it, or when there is none of that name, all are made.</param>
    public static RootCommand Create(string? only = null)
    {
        var root = new RootCommand("Record what a container asks of the Linux kernel, and restrict it to that.");
        var one = Groups.SelectMany(group => group.Commands).FirstOrDefault(command => command.Name == only);
        var groups = one.Create is { } create ? [("", [create()])]
            : Groups.Select(group => (group.Title, Commands: group.Commands.Select(command => command.Create()).ToArray())).ToArray();
        foreach (var command in groups.SelectMany(group => group.Commands))
        {
            root.Add(command);
        }

        var option = root.Options.OfType<HelpOption>().Single();
        // What it is called on other systems would be offered by completion.
        option.Aliases.Remove("/?");
        option.Aliases.Remove("/h");
        var help = new HelpAction((SynchronousCommandLineAction)option.Action!, groups);
        option.Action = help;
        root.SetAction(help.Invoke);
        root.Options.OfType<VersionOption>().Single().Action = new VersionLine();
        foreach (var parent in root.Subcommands.Where(command => command.Subcommands.Count > 0))
        {
            parent.SetAction(help.Invoke);
        }

        return root;
    }

    /// <summary>Parses a command line. What belongs to a command that ctrace starts is left alone.</summary>
    public static ParseResult Parse(string[] words)
    {
        var root = Create(words is [var first, ..] ? first : null);
        return root.Parse(CommandWords.Separate(root, RestrictionOptions.Join(Spelt(root, words))));
    }

    /// <summary>What people type elsewhere: <c>help COMMAND</c> and <c>version</c>.</summary>
    private static string[] Spelt(RootCommand root, string[] words) => words switch
    {
        ["help", "help" or "version"] => ["--help"],
        ["help", .. var path] => [.. Known(root, path), "--help"],
        ["version"] => ["--version"],
        _ => words,
    };

    /// <summary>The words that name a command, and the first that does not: nothing behind a command's name may be taken for what it is to run.</summary>
    private static IEnumerable<string> Known(Command command, string[] path)
    {
        foreach (var word in path)
        {
            if (command.Subcommands.FirstOrDefault(child => child.Name == word) is not { } next)
            {
                // Said with the words that lead there.
                throw new CtraceException(FailureKind.Usage, $"there is no command '{word}'{(command is RootCommand ? "" : $" of {command.Name}")}",
                    Spelling.ClosestName(word, command.Subcommands.Select(child => child.Name)) is { } closest ? $"did you mean '{closest}'? see 'ctrace help'" : "see 'ctrace help'");
            }

            yield return word;
            command = next;
        }
    }

    /// <summary>
    /// A word that looks like an option, was taken for an argument, and does not stand behind <c>--</c>; null when there is none. Whoever means a file
    /// of such a name writes <c>./-x</c>. Only a look-up takes a number below zero. What stands behind 'docker run' are options themselves, with or
    /// without the <c>--</c>: <see cref="DockerRunOptions.RequireKnownAsync"/>.
    /// </summary>
    public static string? Misspelt(ParseResult result) =>
        CommandWords.Open(result).FirstOrDefault(word => word is { Argument: var argument, Word: ['-', var first, ..] }
            && !(char.IsAsciiDigit(first) && argument != CommandWords.Name)
            && (argument != CommandWords.DockerRun || CommandWords.TakesFiles(result))).Word;

    /// <summary>Says what is wrong with a command line in one line, and which word may have been meant.</summary>
    public static CtraceException Failure(ParseResult result)
    {
        var command = result.CommandResult.Command;
        var help = $"see '{Path(result)} --help'";
        if ((Misspelt(result) ?? (result.UnmatchedTokens is [var first, ..] ? first : null)) is { } word)
        {
            var isOption = word.StartsWith('-');
            var known = isOption ? CommandWords.Options(command) : command.Subcommands.Select(subcommand => subcommand.Name);
            var what = isOption ? "option" : command.Subcommands.Count > 0 ? "command" : "argument";
            var message = what == "argument" ? $"one word too many: '{word}'" : $"there is no {what} '{word}'";
            return new CtraceException(FailureKind.Usage, message,
                word.Length > "-x".Length && Spelling.ClosestName(word, known) is { } closest ? $"did you mean '{closest}'? {help}" : help);
        }

        return new CtraceException(FailureKind.Usage, Message(result, result.Errors[0]), help);
    }

    /// <summary>What is wrong, in this program's words where the library has its own.</summary>
    private static string Message(ParseResult result, ParseError error)
    {
        var command = result.CommandResult.Command;
        if (error.SymbolResult is OptionResult { Option: var option, Tokens: var given } && error.Message.StartsWith("Cannot parse ", StringComparison.Ordinal))
        {
            return $"{option.Name} takes a number, not '{(given is [.., var last] ? last.Value : "")}'";
        }

        if (error.SymbolResult is OptionResult { Tokens.Count: 0, Option: { Arity.MinimumNumberOfValues: > 0 } empty } && error.Message.StartsWith("Required argument ", StringComparison.Ordinal))
        {
            return $"{empty.Name} needs a value: {empty.Name} {empty.HelpName}";
        }

        var missing = command.Arguments.Where(argument => (result.GetResult(argument)?.Tokens.Count ?? 0) < argument.Arity.MinimumNumberOfValues).ToList();
        if (missing.Count > 0 && error.Message.StartsWith("Required argument ", StringComparison.Ordinal))
        {
            return $"{Path(result)} takes {string.Join(' ', command.Arguments.Select(argument => argument.Name))}: {string.Join(' ', missing.Select(argument => argument.Name))} {(missing.Count == 1 ? "is" : "are")} missing";
        }

        if (command.Options.FirstOrDefault(each => each.Required && !result.IsTyped(each)) is { } required && error.Message.Contains(required.Name, StringComparison.Ordinal))
        {
            return $"{required.Name} {required.HelpName} is missing";
        }

        return string.Join(' ', error.Message.TrimEnd('.').Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
    }

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
}
