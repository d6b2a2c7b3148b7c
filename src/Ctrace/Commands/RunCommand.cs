using System.CommandLine;
using System.Globalization;
using Ctrace.Commands.Options;
using Ctrace.Core;
using Ctrace.Core.Traces;
using Ctrace.Engines.Docker;
using Ctrace.Probes;
using Ctrace.Recordings;

namespace Ctrace.Commands;

/// <summary><c>ctrace run -- DOCKER-RUN-ARGUMENTS</c>: one container, traced from its start to its end.</summary>
internal static class RunCommand
{
    private static readonly TimeSpan RemovalTakes = TimeSpan.FromSeconds(10);

    public static Command Create()
    {
        var arguments = CommandWords.TakeDockerRun();
        var output = new TracefileOutput();
        var probe = new ProbeArguments();
        var command = new Command(
            "run",
            """
            Run a container as 'docker run' would, and write what it asked of the kernel into a tracefile.

            Terminal, signals and exit code are those of 'docker run'. Without -o the tracefile is named after the
            image. With -d the container is traced until it ends, or until ^C.

            Examples:
              ctrace run -o web.trace -- --rm -p 8080:80 nginx
              ctrace run -- -it --rm debian bash
              ctrace options --output web.json web.trace
            """)
        {
            arguments,
        };
        output.AddTo(command);
        probe.AddTo(command);
        command.SetAction((result, cancellation) => RunAsync(result, result.GetValue(arguments)!, output, probe.Read(result) with { Refusals = true }, cancellation));
        return command;
    }

    private static async Task<int> RunAsync(ParseResult result, string[] arguments, TracefileOutput output, ProbeOptions options, CancellationToken cancellation)
    {
        output.Check(result);
        using var engine = new DockerEngine(DockerEndpoint.FromEnvironment());
        var engineFacts = ContainerFacts.OfEngineAsync(engine, cancellation);
        using var probe = TraceProbe.Attach(options);
        var wait = new ContainerWait(probe);

        int code;
        string id;
        bool isDetached;
        IReadOnlyList<Fact> facts;
        IReadOnlyList<Fact> end = [];
        DataDirectories? directories = null;
        DataState data;
        using (var run = await DockerRun.StartAsync(DockerClient.FromEnvironment(), arguments, cancellation,
            async given => directories = await DataDirectories.LookAsync(engine, given, cancellation)))
        {
            if (await run.GetContainerAsync(cancellation) is not { } container)
            {
                return await run.WaitAsync(cancellation);
            }

            id = container.Value;
            var known = await ContainerFacts.FindAsync(engine, id, cancellation);
            (facts, data) = (known is null ? [] : ContainerFacts.Of(known), directories!.Of(known));
            code = await run.WaitAsync(cancellation);
            isDetached = run.Detached;
            end = run.Detached ? [] : [new Fact(Fact.ExitCode, code.ToString(CultureInfo.InvariantCulture))];
            wait.ReleaseOthers(id);
            if (wait.Find(id) is { } detached && run.Detached)
            {
                using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
                using var signals = new StopSignals(stop);
                await wait.EndAsync(detached.Index, TimeSpan.MaxValue, stop.Token);
            }
        }

        if (wait.Find(id) is not { } slot)
        {
            if (probe.TakeUntraced().Count > 0)
            {
                throw new CtraceException(FailureKind.Unavailable, $"the container was not traced: all {options.Slots} slots were in use", "--slots gives more");
            }

            return code; // it never got as far as a cgroup; the client has said why
        }

        await wait.EndAsync(slot.Index, RemovalTakes, cancellation);
        var trace = SlotTrace.Read(probe, probe[slot.Index], probe.ReadDetails(), options, [.. facts, .. await engineFacts, .. end]);
        trace = trace with { Life = trace.Life.WithData(data) };
        output.Write(result, isDetached ? WithEnd(trace) : trace, ImageName(facts) ?? "container");
        return code;
    }

    /// <summary>How a detached container ended, as the kernel told; one that was asked to end did not end by itself.</summary>
    private static Trace WithEnd(Trace trace)
    {
        const ulong Asked = 1 << 0 | 1 << 1 | 1 << 2 | 1 << 14; // SIGHUP, SIGINT, SIGQUIT, SIGTERM
        return trace.Life.Starts.ToList() is [{ End: { IsSignal: false, Number: var code }, Signals: var signals }] && (signals.First & Asked) == 0
            ? trace with { Facts = trace.Facts.Add(new Fact(Fact.ExitCode, code.ToString(CultureInfo.InvariantCulture))) } : trace;
    }

    /// <summary>The name that the image was started by, behind its digest in the fact.</summary>
    private static string? ImageName(IReadOnlyList<Fact> facts)
    {
        var image = facts.FirstOrDefault(fact => fact.Key == Fact.Image).Value;
        return image?[(image.IndexOf(' ', StringComparison.Ordinal) + 1)..];
    }
}
