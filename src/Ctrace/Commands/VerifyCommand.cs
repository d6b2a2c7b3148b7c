using System.CommandLine;
using Ctrace.Core;
using Ctrace.Core.Profiles.Seccomp;
using Ctrace.Core.Verification;
using Ctrace.Profiles;
using Ctrace.Tracefiles;

namespace Ctrace.Commands;

/// <summary><c>ctrace verify --static PROFILE TRACEFILE...</c>: does a profile allow what was recorded?</summary>
internal static class VerifyCommand
{
    public static Command Create()
    {
        var profile = new Option<string>("--static")
        {
            Description = $"The profile, which nothing is run under: a file, or {SeccompInput.DockerDefaultName}",
            HelpName = "PROFILE",
            Required = true,
        };
        var tracefiles = TracefileArguments.Create();
        var accept = new Option<bool>("--accept-conditions") { Description = "Let calls pass that are allowed with some arguments and not with others" };
        var json = new Option<bool>("--json") { Description = "Print one JSON object" };
        var capabilities = new CapabilityArguments();
        var command = new Command(
            "verify",
            """
            Prove that a seccomp profile allows all that recordings hold.

            The profile is compiled into the filter that the container runtime would load, and every call of the
            tracefiles, of each interface of the machine, is run through it. Nothing is started, and no root is needed.
            Exits with 0 when each call is allowed whatever its arguments are, and with 1 when one is not; those that
            depend on their arguments, which a tracefile does not hold, are listed apart.

            Examples:
              ctrace verify --static web.json web.trace
              ctrace verify --static docker-default --accept-conditions data/
              ctrace verify --static docker-default --cap-add SYS_ADMIN --json web.trace
            """)
        {
            profile,
            tracefiles,
            accept,
            json,
        };
        capabilities.AddTo(command);
        command.SetAction(result =>
        {
            var read = SeccompInput.ReadNamed(result.GetValue(profile)!);
            var trace = ProfileTrace.Unite(result, TracefileInput.ReadAll(result.GetValue(tracefiles)!));
            var filter = FilterCompiler.Compile(ResolvedProfile.Of(read, capabilities.Read(result, trace.Architecture)));
            var replay = TraceReplay.Of(trace, [filter], result.GetValue(accept));
            result.InvocationConfiguration.Output.Write(result.GetValue(json) ? replay.ToJson() : replay.ToText(trace.Architecture));
            return replay.Passed ? 0 : (int)FailureKind.Found;
        });
        return command;
    }
}
