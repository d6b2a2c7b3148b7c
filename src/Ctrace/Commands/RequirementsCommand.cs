using System.CommandLine;
using Ctrace.Commands.Options;
using Ctrace.Files;
using Ctrace.Recordings;

namespace Ctrace.Commands;

/// <summary><c>ctrace requirements</c>: what engine and runtime need under a container's filter before its program starts.</summary>
internal static class RequirementsCommand
{
    public static Command Create()
    {
        var output = new Option<string>("--output", "-o")
        {
            Description = "The tracefile to write (- for standard output)",
            HelpName = "FILE",
            Required = true,
        };
        var rounds = WholeNumber.Option("--rounds", "How often each kind of container is started", 5, 1, 1000);
        var command = new Command(
            "requirements",
            """
            Measure what this machine's engine and runtime need to start any container.

            Starts a container that does nothing several times, with and without no-new-privileges, as another user,
            read-only and with a terminal, because some of the runtime's steps are rare. 'ctrace options' adds a known
            baseline by itself; give it this tracefile too if your runtime is newer than those it knows.

            Examples:
              ctrace requirements --output requirements.trace
              ctrace options --output web.json web.trace requirements.trace
            """)
        {
            output,
            rounds,
        };
        command.SetAction((result, cancellation) => RunAsync(result, result.GetValue(output)!, result.GetValue(rounds), cancellation));
        return command;
    }

    private static async Task<int> RunAsync(ParseResult result, string path, int rounds, CancellationToken cancellation)
    {
        AtomicFile.Require(path);
        using var stop = new StopSignals(cancellation);
        var progress = new ProgressLine(result.InvocationConfiguration.Error);
        var trace = await RequirementsRecorder.RecordAsync(rounds, done => progress.Show($"{done}/{rounds} rounds"), stop.Token);
        progress.Show("");
        TracefileOutput.Write(path, trace);
        return 0;
    }
}
