using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Invocation;
using System.CommandLine.Parsing;
using Ctrace.Commands.Options;
using Ctrace.Commands.Profiles;

namespace Ctrace.Commands;

/// <summary>All commands, in the order in which help lists them.</summary>
internal static class CommandTree
{
    /// <summary>The argument that takes what stands behind 'docker run' is called so.</summary>
    public const string DockerRunArguments = "DOCKER-RUN-ARGUMENTS";

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
            option.Action = new ShortList((SynchronousCommandLineAction)option.Action!);
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
            .Where(argument => argument.Argument.Name != DockerRunArguments).SelectMany(argument => argument.Tokens)
            .FirstOrDefault(token => token.Value is ['-', not (>= '0' and <= '9'), ..] && !literal.Contains(token))?.Value;
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
