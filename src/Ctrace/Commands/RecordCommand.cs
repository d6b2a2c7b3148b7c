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
        var process = new Option<int?>("--pid") { Description = "A process that runs, and the children that it makes from now on", HelpName = "PID" };
        var unit = new Option<string?>("--unit") { Description = "A service of systemd that runs, with all that is in its cgroup", HelpName = "NAME.service" };
        var restart = new Option<bool>("--restart") { Description = "With --unit: stop it, and start it anew under the recording, which is whole then" };
        var cgroup = new Option<string?>("--cgroup") { Description = "All that is in a cgroup: its path, from the top of the hierarchy or of the file system", HelpName = "PATH" };
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
            Record a command without an engine, or what runs already: a container, a service, a process.

            A command runs in a cgroup of its own. ctrace records it until the last of its children has ended, and ends with
            its exit code. ctrace records what runs already until it ends, or until ^C; the tracefile says that it is partial,
            since what was done before is not in it. --unit NAME --restart starts a service anew, and records all of it.

            Examples:
              ctrace record -o ls.trace -- ls -l /
              ctrace record --container web -o web.trace --duration 60
              ctrace record --unit nginx.service --restart -o nginx.trace
              ctrace profile systemd nginx.trace
              ctrace record --pid 1234 -o worker.trace
            """)
        {
            words,
            container,
            process,
            unit,
            restart,
            cgroup,
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
            string[] subjects =
            [
                .. ((Option[])[container, process, unit, cgroup]).Where(result.IsTyped).Select(option => option.Name),
                .. given.Length > 0 ? (string[])["a command"] : [],
            ];
            if (subjects.Length != 1)
            {
                throw subjects.Length == 0
                    ? new CtraceException(FailureKind.Usage, "nothing to record", "give a command behind --, or one of --container, --unit, --cgroup and --pid")
                    : new CtraceException(FailureKind.Usage, $"{subjects[0]} and {subjects[1]} exclude each other", "record one of them");
            }

            result.RequireWith(restart, unit.Name, result.GetValue(unit) is not null);
            if (given.Length > 0)
            {
                return await recorder.RecordCommandAsync(given, limit, cancellation);
            }

            await (subjects[0] switch
            {
                "--container" => recorder.RecordContainerAsync(result.GetValue(container)!, limit, cancellation),
                "--unit" => recorder.RecordUnitAsync(result.GetValue(unit)!, result.GetValue(restart), limit, cancellation),
                "--cgroup" => recorder.RecordCgroupAsync(result.GetValue(cgroup)!, limit, cancellation),
                _ => recorder.RecordProcessAsync(result.GetValue(process)!.Value, limit, cancellation),
            });
            return 0;
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
