using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Invocation;

namespace Ctrace.Commands;

/// <summary>
/// Help, where it is asked for, and where a command that only has sub-commands is given alone. Sub-commands are listed by the first line of what
/// they say of themselves; the program's own are listed in groups.
/// </summary>
/// <param name="help">The library's help.</param>
/// <param name="groups">The program's commands, in groups.</param>
internal sealed class HelpAction(SynchronousCommandLineAction help, IReadOnlyList<(string Title, Command[] Commands)> groups) : SynchronousCommandLineAction
{
    /// <inheritdoc />
    public override bool ClearsParseErrors => help.ClearsParseErrors;

    /// <inheritdoc />
    public override int Invoke(ParseResult parseResult)
    {
        var command = parseResult.CommandResult.Command;
        if (command.Subcommands.Count > 0 && parseResult.UnmatchedTokens.Count > 0)
        {
            throw CommandTree.Failure(parseResult);
        }

        if (command is RootCommand)
        {
            Write(parseResult.InvocationConfiguration.Output, command);
            return 0;
        }

        foreach (var child in command.Subcommands)
        {
            child.Description = FirstLine(child);
        }

        return help.Invoke(parseResult);
    }

    private static string FirstLine(Command command) => command.Description?.Split('\n')[0] ?? "";

    private void Write(TextWriter output, Command root)
    {
        output.Write($"{root.Description}\n\nUsage:\n  ctrace COMMAND [OPTIONS]\n");
        var width = groups.SelectMany(group => group.Commands).Max(command => command.Name.Length);
        foreach (var (title, commands) in groups)
        {
            output.Write($"\n{title}:\n");
            foreach (var command in commands)
            {
                output.Write($"  {command.Name.PadRight(width)}  {FirstLine(command)}\n");
            }
        }

        output.Write("\n'ctrace help COMMAND' explains a command, with examples. 'ctrace version' tells the version.\n");
    }
}
