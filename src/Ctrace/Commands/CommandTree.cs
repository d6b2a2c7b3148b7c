using System.CommandLine;
using System.CommandLine.Parsing;

namespace Ctrace.Commands;

/// <summary>All commands, in the order in which help lists them.</summary>
internal static class CommandTree
{
    public static RootCommand Create() => new("Record what a container asks of the Linux kernel, and restrict it to exactly that.")
    {
        TraceCommand.Create(),
        RunCommand.Create(),
        RecordCommand.Create(),
        RequirementsCommand.Create(),
        CapabilityCommand.Create(),
        SyscallCommand.Create(),
        ErrnoCommand.Create(),
        DoctorCommand.Create(),
    };

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
