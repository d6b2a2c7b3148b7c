using Ctrace.Cgroups;
using Ctrace.Core;
using Ctrace.Core.Traces;
using Ctrace.Engines.Docker;
using Ctrace.Probes;

namespace Ctrace.Recordings;

/// <summary>Records what engine and runtime need under a container's filter before its program starts, by containers that do nothing.</summary>
/// <param name="probe">What counts.</param>
/// <param name="client">Who starts the containers.</param>
/// <param name="image">The image that does nothing.</param>
/// <param name="facts">What is known of the engine.</param>
internal sealed class RequirementsRecorder(TraceProbe probe, DockerClient client, NoopImage image, IReadOnlyList<Fact> facts)
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

    private readonly ContainerSlots _slots = new(probe);

    /// <summary>Starts containers of each kind, and gives what all of them need.</summary>
    /// <param name="rounds">How often each kind is started.</param>
    /// <param name="progress">Takes how many rounds are done.</param>
    /// <param name="cancellation">Stops it.</param>
    /// <exception cref="CtraceException">Unavailable: the engine does not answer, the probe cannot be attached, or a container was not seen.</exception>
    public static async Task<Trace> RecordAsync(int rounds, Action<int> progress, CancellationToken cancellation)
    {
        using var engine = new DockerEngine(DockerEndpoint.FromEnvironment());
        await engine.PingAsync(cancellation);
        var facts = await ContainerFacts.OfEngineAsync(engine, cancellation);
        var client = DockerClient.FromEnvironment();
        using var probe = TraceProbe.Attach(new ProbeOptions());
        using var image = await NoopImage.CreateAsync(client, cancellation);

        var recorder = new RequirementsRecorder(probe, client, image, facts);
        var trace = new Trace(NativeArchitecture.Current);
        for (var round = 0; round < rounds; round++)
        {
            foreach (var variant in Variants)
            {
                trace = trace.Merge(await recorder.StartAsync(variant, cancellation));
            }

            progress(round + 1);
        }

        return Baseline(trace);
    }

    private async Task<Trace> StartAsync(string[] variant, CancellationToken cancellation)
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
        var slot = _slots.Find(id) ?? throw Unseen(id);
        await _slots.EndAsync(slot.Index, TimeSpan.MaxValue, cancellation);
        cancellation.ThrowIfCancellationRequested();
        var trace = _slots.Read(slot.Index, facts);
        probe.Release([.. probe.InUse().Select(used => used.Index)]);
        return trace;
    }

    private CtraceException Unseen(string id) => probe.TakeUntraced().Any(name => CgroupName.ContainerId(name) == id)
        ? new(FailureKind.Unavailable, $"the container that does nothing was not traced: the cgroups of other containers took all {probe.Slots} slots meanwhile",
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
        Facts = trace.Facts.Without(Fact.NoNewPrivileges, Fact.User, Fact.Life)
            .With(Fact.NoNewPrivileges, Fact.Any).With(Fact.User, Fact.Any).With(Fact.Files, Fact.Any).With(Fact.Refusals, Fact.Any).With(Fact.Life, Fact.Any),
    };
}
