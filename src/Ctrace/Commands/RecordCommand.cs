using System.CommandLine;
using System.Diagnostics;
using Ctrace.Cgroups;
using Ctrace.Commands.Options;
using Ctrace.Core;
using Ctrace.Core.Traces;
using Ctrace.Engines.Docker;
using Ctrace.Interop;
using Ctrace.Probes;
using Ctrace.Recordings;
using Ctrace.Views;
using Trace = Ctrace.Core.Traces.Trace;

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
        words.Validators.Add(result =>
        {
            // A misspelt option would be the command otherwise.
            if (result.Tokens is [{ Value: ['-', ..] option }, ..])
            {
                result.AddError($"there is no option '{option}'");
            }
        });
        var container = new Option<string?>("--container")
        {
            Description = "A running container, by name or id, instead of a command",
            HelpName = "NAME",
        };
        var duration = new Option<double?>("--duration")
        {
            Description = "Stop after so many seconds; a command gets SIGTERM then",
            HelpName = "SECONDS",
        };
        var output = new TracefileOutput();
        var probe = new ProbeArguments();
        var command = new Command(
            "record",
            """
            Record what a command and its children ask of the kernel, or what a running container asks from now on.

            A command runs in a cgroup of its own, and its exit code is passed on; recording ends when the last of its
            children has. A container is recorded until it ends or ^C; its tracefile says that it is partial.

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
        command.SetAction((result, cancellation) =>
        {
            var given = result.GetValue(words)!;
            var limit = Limit(result.GetValue(duration));
            output.Check(result);
            return (result.GetValue(container), given.Length) switch
            {
                ({ } name, 0) => RecordContainerAsync(result, name, limit, output, probe.Read(result) with { Refusals = true }, cancellation),
                (null, > 0) => RecordCommandAsync(result, given, limit, output, probe.Read(result) with { Refusals = true }, cancellation),
                (null, _) => throw new CtraceException(FailureKind.Usage, "nothing to record", "give a command behind --, or --container NAME"),
                _ => throw new CtraceException(FailureKind.Usage, "--container and a command exclude each other", "record one of them"),
            };
        });
        return command;
    }

    private static TimeSpan Limit(double? seconds) => seconds switch
    {
        null => TimeSpan.MaxValue,
        > 0 and <= 1e9 => TimeSpan.FromSeconds(seconds.Value),
        _ => throw new CtraceException(FailureKind.Usage, "--duration takes seconds: more than 0, at most 1000000000", "leave it out to record to the end"),
    };

    private static async Task<int> RecordContainerAsync(
        ParseResult result, string name, TimeSpan limit, TracefileOutput output, ProbeOptions options, CancellationToken cancellation)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        using var signals = new StopSignals(stop);
        using var engine = new DockerEngine(DockerEndpoint.FromEnvironment());
        var (container, cgroup) = await WatchedTarget.FindRunningAsync(engine, name, stop.Token);
        using var probe = TraceProbe.Attach(options);
        if (RunningContainer.TakeUp(probe, cgroup, out var isOver) is not { } taken)
        {
            throw isOver ? WatchedTarget.HasEnded(name) : new CtraceException(FailureKind.Unavailable, $"all {options.Slots} slots are in use by containers", "--slots gives more");
        }

        IReadOnlyList<Fact> facts = [.. ContainerFacts.Of(container), .. taken.Facts, .. await ContainerFacts.OfEngineAsync(engine, cancellation)];
        await new ContainerWait(probe).EndAsync(taken.Slot, limit, stop.Token);
        output.Write(result, Read(probe, taken.Slot, options, facts), container.Image);
        return 0;
    }

    private static async Task<int> RecordCommandAsync(
        ParseResult result, string[] words, TimeSpan limit, TracefileOutput output, ProbeOptions options, CancellationToken cancellation)
    {
        using var probe = TraceProbe.Attach(options with { Commands = true });
        // Before the cgroup, so that no signal leaves it behind.
        using var signals = new ForwardedSignals();
        using var cgroup = CommandCgroup.Create(CgroupLayout.Detect());
        if (probe.Register(cgroup.Directory.Keys, cgroup.Directory.Name, command: true) is not { } slot)
        {
            throw new CtraceException(FailureKind.Unavailable, $"all {options.Slots} slots are in use by containers", "--slots gives more");
        }

        int code;
        using (var process = cgroup.Start(words))
        {
            signals.To(process);
            code = await WaitAsync(process, cgroup, limit, cancellation);
            signals.ToNobody();
        }

        output.Write(result, Read(probe, slot, options, []), words[0]);
        return code;
    }

    /// <summary>Waits for the command and all that it started.</summary>
    private static async Task<int> WaitAsync(Process process, CommandCgroup cgroup, TimeSpan limit, CancellationToken cancellation)
    {
        var start = Stopwatch.GetTimestamp();
        var asked = false;
        while (!process.HasExited || cgroup.Directory.IsPopulated())
        {
            if (Stopwatch.GetElapsedTime(start) >= limit && !asked)
            {
                asked = true;
                if (process.HasExited)
                {
                    break;
                }

                const int SIGTERM = 15;
                _ = Libc.kill(process.Id, SIGTERM);
            }

            if (asked && process.HasExited)
            {
                break;
            }

            await Task.Delay(TimeSpan.FromMilliseconds(10), cancellation);
        }

        return process.ExitCode;
    }

    private static Trace Read(TraceProbe probe, int slot, ProbeOptions options, IReadOnlyList<Fact> facts) =>
        SlotTrace.Read(probe, probe[slot], probe.ReadDetails(), options, facts);
}
