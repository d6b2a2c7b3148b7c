using System.CommandLine;

namespace Ctrace.Commands.Options;

/// <summary>The tracefiles that a command reads.</summary>
internal static class TracefileArguments
{
    public static Argument<string[]> Create() => new("TRACEFILE")
    {
        Description = "A tracefile, or a directory for all in it and below; hidden files are passed over",
        Arity = ArgumentArity.OneOrMore,
    };
}
