using System.CommandLine;
using System.Text;
using Ctrace.Cgroups;
using Ctrace.Commands.Options;
using Ctrace.Core;
using Ctrace.Core.Tracefiles;
using Ctrace.Core.Traces;
using Ctrace.Engines.Docker;
using Ctrace.Files;
using Ctrace.Probes;
using Ctrace.Recordings;

namespace Ctrace.Commands;

/// <summary><c>ctrace requirements</c>: what engine and runtime need under a container's filter before its program starts.</summary>
internal static class RequirementsCommand
{
    /// <summary>The ways of starting a container that change what the runtime does under the filter.</summary>
    private static readonly string[][] Variants =
    [
        [],
        ["--security-opt=no-new-privileges"],
        ["--user=65534:65534"],
        ["--read-only"],
        ["--workdir=/", "--tty"],
    ];

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
            Measure what this machine's engine and runtime need to create and start any container.

            A container that does nothing is started several times, with and without no-new-privileges, as another user,
            read-only and with a terminal, because some steps are rare. 'ctrace options' adds a known baseline by
            itself: give it this tracefile too when the runtime is newer than what it knows.

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
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        using var signals = new StopSignals(stop);
        using var engine = new DockerEngine(DockerEndpoint.FromEnvironment());
        await engine.PingAsync(stop.Token);
        var facts = await ContainerFacts.OfEngineAsync(engine, stop.Token);
        var client = DockerClient.FromEnvironment();
        var options = new ProbeOptions();
        using var probe = TraceProbe.Attach(options);
        using var image = await NoopImage.CreateAsync(client, stop.Token);

        var progress = new ProgressLine(result.InvocationConfiguration.Error);
        var trace = new TraceBuilder(NativeArchitecture.Current);
        for (var round = 0; round < rounds; round++)
        {
            foreach (var variant in Variants)
            {
                trace.Add(await StartAsync(probe, options, client, image, variant, facts, stop.Token));
            }

            progress.Show($"{round + 1}/{rounds} rounds");
        }

        progress.Show("");
        AtomicFile.Write(path, Encoding.ASCII.GetBytes(TracefileWriter.Write(Baseline(trace.Build()))));
        return 0;
    }

    private static async Task<Trace> StartAsync(
        TraceProbe probe, ProbeOptions options, DockerClient client, NoopImage image, string[] variant, IReadOnlyList<Fact> facts, CancellationToken cancellation)
    {
        var id = (await client.RunAsync(["create", "--network=none", .. variant, image.Name], null, cancellation)).Trim();
        try
        {
            await client.RunAsync(["start", id], null, cancellation);
            await client.RunAsync(["wait", id], null, cancellation);
        }
        finally
        {
            await client.RunAsync(["rm", "-f", id], null, CancellationToken.None);
        }

        // A container that is removed has no cgroup left: the kernel tells its end, however long that takes here.
        var wait = new ContainerWait(probe);
        var slot = wait.Find(id) ?? throw Unseen(probe, id, options);
        await wait.EndAsync(slot.Index, TimeSpan.MaxValue, cancellation);
        cancellation.ThrowIfCancellationRequested();
        var trace = SlotTrace.Read(probe, probe[slot.Index], probe.ReadDetails(), options, facts);
        probe.Release([.. probe.InUse().Select(used => used.Index)]);
        return trace;
    }

    private static CtraceException Unseen(TraceProbe probe, string id, ProbeOptions options) =>
        probe.TakeUntraced().Any(name => CgroupName.ContainerId(name) == id)
            ? new(FailureKind.Unavailable, $"the container that does nothing was not traced: the cgroups of other containers took all {options.Slots} slots meanwhile",
                "measure when fewer containers start")
            : new(FailureKind.Unavailable, "the container that does nothing was not seen: no cgroup was made here that is named like it",
                "the engine must run on this machine; 'ctrace doctor' tells what is missing");

    /// <summary>
    /// Leaves what any container needs: the variants' own options and the program that was run are no requirement.
    /// </summary>
    private static Trace Baseline(Trace trace) => trace with
    {
        Capabilities = Counts<string>.Empty,
        CapabilitiesDenied = Counts<string>.Empty,
        Executables = Counts<string>.Empty,
        Life = Life.Empty,
        Facts = trace.Facts.Except(trace.Facts.Where(fact => fact.Key is Fact.NoNewPrivileges or Fact.User or Fact.Life))
            .Add(new Fact(Fact.NoNewPrivileges, Fact.Any)).Add(new Fact(Fact.User, Fact.Any)).Add(new Fact(Fact.Files, Fact.Any)).Add(new Fact(Fact.Refusals, Fact.Any)).Add(new Fact(Fact.Life, Fact.Any)),
    };
}
