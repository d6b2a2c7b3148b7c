using System.CommandLine;
using Ctrace.Core.Profiles.Seccomp;
using Ctrace.Core.Traces;
using Ctrace.Profiles;

namespace Ctrace.Commands;

/// <summary><c>--arguments</c> of the commands that make a seccomp profile of recordings.</summary>
internal sealed class ArgumentsOption
{
    private readonly Option<bool> _arguments = new("--arguments")
    {
        Description = "Allow calls like socket and ioctl only with the arguments that were recorded (by --arguments too)",
    };

    /// <summary>Adds it to a command.</summary>
    public void AddTo(Command command) => command.Add(_arguments);

    /// <summary>Whether it was given.</summary>
    public bool IsGiven(ParseResult result) => result.GetValue(_arguments);

    /// <summary>The profile of a recording. Calls that could have conditions and have none are told on standard error.</summary>
    public SeccompProfile Build(ParseResult result, Trace trace) => ProfileBuilder.Build(trace, Rules(result, trace));

    /// <summary>The conditions for its profile.</summary>
    public ArgumentRules Rules(ParseResult result, Trace trace) => IsGiven(result)
        ? WidenedCalls.Told(ArgumentRules.WhereContainersStart(trace), warning => ProfileTrace.Warn(result, warning))
        : ArgumentRules.None;
}
