using System.CommandLine;
using System.CommandLine.Invocation;

namespace Ctrace.Commands;

/// <summary>Help that lists sub-commands by the first line of what they say of themselves; their own help says it all.</summary>
internal sealed class ShortList(SynchronousCommandLineAction help) : SynchronousCommandLineAction
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
