using System.CommandLine;
using Ctrace.Commands.Options;
using Ctrace.Core;

namespace Ctrace.Commands;

/// <summary><c>ctrace verify</c>: does a container work under its restrictions. By running it, or by replaying what was recorded.</summary>
internal static class VerifyCommand
{
    public static Command Create()
    {
        var words = CommandWords.TakeDockerRun("What you would type after 'docker run'; with --static tracefiles, or directories of them");
        var json = CommandOutput.Json();
        var replay = new ReplayOptions();
        var trial = new TrialOptions();
        var command = new Command(
            "verify",
            """
            Run a container under its restrictions, and name each refusal.

            For each refusal the report has the call with its arguments, the program and its process as the container sees
            them, how often and when first, what became of the process, and what would allow the call. Calls that libraries
            expect to be refused (clone3 with ENOSYS) do not count. Exits with 0 if no refusal counts, and with 1 if one does;
            the container's own exit code is in the report.

            With --static ctrace proves that a profile allows what was recorded. It starts nothing, and needs no root: it compiles
            the profile into the filter that the container runtime would load, and runs every call of the tracefiles through it,
            for each interface of the machine, with the arguments that were recorded. Exits with 0 if the profile allows each
            call, and with 1 if not. Calls that depend on arguments which the tracefile does not have are listed separately.

            Examples:
              ctrace verify --tracefile web.trace --check 'curl -fso /dev/null http://localhost:8080/' -- --rm -p 8080:80 nginx
              ctrace verify --profile web.json --times 20 -- --rm web-tests
              ctrace verify --options "$(ctrace options -o web.json web.trace)" -- --rm web-tests
              ctrace verify --arguments --tracefile web.trace -- --rm web-tests
              ctrace verify --learn web.trace -- --rm web-tests            add what is refused, until nothing is refused
              ctrace verify --tracefile web.trace --minimize -- --rm web-tests
              ctrace verify --static web.json web.trace                    runs nothing
              ctrace verify --static docker-default --cap-add SYS_ADMIN --json web.trace
            """)
        {
            words,
            json,
        };
        trial.AddTo(command);
        replay.AddTo(command);
        command.SetAction(async (result, cancellation) =>
        {
            await TypedRunOptions.RequireKnownAsync(result, cancellation);
            return (replay.IsGiven(result), trial.IsGiven(result)) switch
            {
                (true, true) => throw new CtraceException(FailureKind.Usage, "--static runs nothing: it goes with no other restriction, and with nothing that is for a run",
                    "leave out --static, or the other options"),
                (true, false) => replay.Run(result, result.GetValue(words)!, result.GetValue(json)),
                _ => await trial.RunAsync(result, result.GetValue(words)!, result.GetValue(json), cancellation),
            };
        });
        return command;
    }
}
