using System.CommandLine;
using Ctrace.Commands.Options;
using Ctrace.Core;
using Ctrace.Recordings;

namespace Ctrace.Commands;

/// <summary><c>ctrace record</c>: a command without any engine, or a container that runs already.</summary>
internal static class RecordCommand
{
    public static Command Create()
    {
        var words = new Argument<string[]>(CommandWords.Name)
        {
            Description = "A program and its arguments, behind --",
            Arity = ArgumentArity.ZeroOrMore,
        };
        var container = new Option<string?>("--container")
        {
            Description = "A running container, by name or id, instead of a command",
            HelpName = "NAME",
        };
        container.CompletionSources.AddContainers();
        var duration = new Option<double?>("--duration")
        {
            Description = "Stop after this many seconds; a command then gets SIGTERM",
            HelpName = "SECONDS",
        };
        var output = new TracefileOutput();
        var probe = new ProbeArguments();
        var command = new Command(
            "record",
            """
            Record a command without an engine, or a container that runs already.

            A command runs in a cgroup of its own. ctrace records it until the last of its children has ended, and ends with
            its exit code. ctrace records a container until it ends, or until ^C; the tracefile says that it is partial.

            Examples:
              ctrace record -o ls.trace -- ls -l /
              ctrace record --container web -o web.trace --duration 60
            """)
        {
            words,
            container,
            duration,
        };
        output.AddTo(command);
        probe.AddTo(command);
        command.SetAction(async (result, cancellation) =>
        {
            var given = result.GetValue(words)!;
            var limit = Limit(result.GetValue(duration));
            output.Check(result);
            var progress = new ProgressLine(result.InvocationConfiguration.Error);
            var recorder = new Recorder(probe.Read(result), (trace, name) => output.Write(result, trace, name)) { Began = progress.Recording };
            switch (result.GetValue(container), given.Length)
            {
                case ({ } name, 0):
                    await recorder.RecordContainerAsync(name, limit, cancellation);
                    return 0;
                case (null, > 0):
                    return await recorder.RecordCommandAsync(given, limit, cancellation);
                case (null, _):
                    throw new CtraceException(FailureKind.Usage, "nothing to record", "give a command behind --, or --container NAME");
                default:
                    throw new CtraceException(FailureKind.Usage, "--container and a command exclude each other", "record one of them");
            }
        });
        return command;
    }

    private static TimeSpan Limit(double? seconds) => seconds switch
    {
        null => TimeSpan.MaxValue,
        > 0 and <= 1e9 => TimeSpan.FromSeconds(seconds.Value),
        _ => throw new CtraceException(FailureKind.Usage, "--duration takes seconds: more than 0, at most 1000000000", "leave it out to record to the end"),
    };
}
