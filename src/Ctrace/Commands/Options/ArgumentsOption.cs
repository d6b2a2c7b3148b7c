using System.CommandLine;
using Ctrace.Core;
using Ctrace.Core.Seccomp.Profiles;
using Ctrace.Core.Traces;
using Ctrace.Profiles;

namespace Ctrace.Commands.Options;

/// <summary><c>--arguments</c>, <c>--exact</c> and <c>--within</c> of the commands that make a seccomp profile of recordings.</summary>
internal sealed class ArgumentsOption
{
    private readonly Option<bool> _arguments = new("--arguments")
    {
        Description = "Allow calls like socket and ioctl only with the arguments that were recorded (also by --arguments)",
    };

    private readonly Option<bool> _exact = new("--exact")
    {
        Description = "Leave out the calls that follow from what was recorded and reach nothing new (kin)",
    };

    private readonly Option<string?> _within = new("--within")
    {
        Description = $"Allow only what this profile allows as well: {SeccompInput.DockerDefaultName}, or a profile's file",
        HelpName = "BASE",
    };

    public ArgumentsOption() => _within.CompletionSources.Add(SeccompInput.DockerDefaultName);

    /// <summary>Adds --arguments and --exact to a command.</summary>
    public void AddTo(Command command)
    {
        command.Add(_arguments);
        AddExactTo(command);
    }

    /// <summary>Adds --exact to a command.</summary>
    public void AddExactTo(Command command) => command.Add(_exact);

    /// <summary>Adds --within to a command that makes a profile.</summary>
    public void AddWithinTo(Command command) => command.Add(_within);

    /// <summary>Whether --arguments was given.</summary>
    public bool IsGiven(ParseResult result) => result.GetValue(_arguments);

    /// <summary>Whether --exact was given.</summary>
    public bool IsExact(ParseResult result) => result.GetValue(_exact);

    /// <summary>The base of --within, or null.</summary>
    public string? Within(ParseResult result) => result.GetValue(_within);

    /// <summary>
    /// The profile of a recording. Calls that could have conditions and have none are told on standard error, and what the engine's default
    /// would not allow, or the base of --within does not.
    /// </summary>
    /// <exception cref="CtraceException">As a base cannot be read; Data: no container would start within it.</exception>
    public SeccompProfile Build(ParseResult result, Trace trace) => new SeccompPlan(result.Warn, result.Note)
    {
        Base = SeccompPlan.NoBase,
        Within = Within(result),
        Arguments = IsGiven(result),
        Exact = IsExact(result),
    }.Make(trace);

    /// <summary>The conditions for its profile.</summary>
    public ArgumentRules Rules(ParseResult result, Trace trace) => IsGiven(result)
        ? WidenedCalls.Told(ArgumentRules.WhereContainersStart(trace), result.Warn)
        : ArgumentRules.None;
}
