using System.CommandLine;
using Ctrace.Core;
using Ctrace.Core.Seccomp.Profiles;
using Ctrace.Core.Verification;
using Ctrace.Profiles;
using Ctrace.Tracefiles;

namespace Ctrace.Commands.Options;

/// <summary><c>verify --static PROFILE TRACEFILE...</c>: does a profile allow what was recorded.</summary>
internal sealed class ReplayOptions
{
    private readonly Option<string?> _profile = new("--static")
    {
        Description = $"Run nothing; ask this profile or filter about each recorded call: a file, or {SeccompInput.DockerDefaultName}",
        HelpName = "PROFILE",
    };

    private readonly Option<bool> _accept = new("--accept-conditions")
    {
        Description = "With --static: let calls pass that the profile allows with some arguments only",
    };

    private readonly CapabilityArguments _capabilities = new();

    /// <summary>Adds the options to a command.</summary>
    public void AddTo(Command command)
    {
        command.Add(_profile);
        command.Add(_accept);
        _capabilities.AddTo(command);
    }

    /// <summary>Whether this is what the user wants.</summary>
    /// <exception cref="CtraceException">Usage: options that make sense only here.</exception>
    public bool IsGiven(ParseResult result)
    {
        var given = result.GetValue(_profile) is not null;
        return given || !(_capabilities.AreGiven(result) || result.GetValue(_accept))
            ? given
            : throw new CtraceException(FailureKind.Usage, "--cap-add, --cap-drop and --accept-conditions go with --static", "what is for docker run stands behind --");
    }

    /// <summary>Replays tracefiles.</summary>
    /// <returns>The exit code.</returns>
    public int Run(ParseResult result, IEnumerable<string> tracefiles, bool json)
    {
        var read = SeccompInput.Open(result.GetValue(_profile)!);
        var trace = TracefileArguments.Unite(result, TracefileArguments.ReadAll(result, [.. tracefiles]));
        var circumstances = _capabilities.Read(result, trace.Architecture);
        if (read.Document is { } document && RuntimeRefusals.OfSupervisor(ResolvedProfile.Of(document.Profile, circumstances)).FirstOrDefault() is { } refusal)
        {
            throw new CtraceException(FailureKind.Data, $"no container starts under the seccomp profile: {refusal}", "'ctrace profile lint' tells where");
        }

        var filter = read.Compile(circumstances);
        var replay = TraceReplay.Of(trace, [filter], result.GetValue(_accept));
        result.Print(json ? replay.ToJson() : replay.ToText(trace.Architecture));
        return replay.Passed ? 0 : (int)FailureKind.Found;
    }
}
