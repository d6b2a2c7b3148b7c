using System.CommandLine;
using System.CommandLine.Invocation;

namespace Ctrace.Commands;

/// <summary><c>ctrace --version</c>: one line with the program's name and version.</summary>
internal sealed class VersionLine : SynchronousCommandLineAction
{
    /// <inheritdoc />
    public override bool ClearsParseErrors => true;

    /// <inheritdoc />
    public override int Invoke(ParseResult parseResult)
    {
        parseResult.InvocationConfiguration.Output.WriteLine($"ctrace {ProgramVersion.Current}");
        return 0;
    }
}
