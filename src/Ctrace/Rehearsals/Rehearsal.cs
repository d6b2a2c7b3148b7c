using Ctrace.Core;
using Ctrace.Core.Linux;
using Ctrace.Core.Rehearsals;
using Ctrace.Core.Seccomp.Profiles;
using Ctrace.Core.Traces;
using Ctrace.Core.Trials;
using Ctrace.Core.Verification;
using Ctrace.Engines.Docker;
using Ctrace.Probes;
using Ctrace.Profiles;
using Ctrace.Recordings;
using Ctrace.Trials;

namespace Ctrace.Rehearsals;

/// <summary>
/// Does with a stand-in for the user's container what a week does: twice without restrictions, which is recorded, and then under what follows from
/// that. Nothing of it is left at the end.
/// </summary>
/// <param name="settings">What the user wants.</param>
/// <param name="progress">Takes what is being done, a few words.</param>
/// <param name="tell">Takes a line for the user.</param>
internal sealed class Rehearsal(RehearsalSettings settings, Action<string> progress, Action<string> tell)
{
    /// <summary>Runs the rehearsal.</summary>
    /// <param name="keep">Takes the trace once it is recorded, and whenever something is learned, keeps it, and gives what restrictions are to be made of.</param>
    /// <param name="cancellation">Stops it; what it made is removed all the same.</param>
    /// <exception cref="CtraceException">Unavailable: the service does not work without restrictions.</exception>
    public async Task<IReadOnlyList<StepComparison>> RunAsync(Func<Trace, Trace> keep, CancellationToken cancellation)
    {
        StandInVolumes.Check(settings.Options.Mounts, settings.Allowed);
        var client = DockerClient.FromEnvironment();
        using var engine = new DockerEngine(DockerEndpoint.FromEnvironment());
        await engine.PingAsync(cancellation);
        var room = new RehearsalRoom(client);
        if (await room.OthersAsync(cancellation) is { Count: > 0 } others)
        {
            tell($"note: containers of another rehearsal are there, which runs or was killed: {string.Join(' ', others)} ('docker rm --force --volumes' removes what is left)");
        }

        try
        {
            var stage = await PrepareAsync(room, client, engine, cancellation);
            var recorded = await RecordAsync(stage, cancellation);
            return await RestrictAsync(stage, recorded, keep(recorded.Trace), keep, cancellation);
        }
        finally
        {
            progress("taking everything away");
            foreach (var left in await room.ClearAsync())
            {
                tell($"could not be removed: {left} (it has the label {room.LabelWord})");
            }

            progress("");
        }
    }

    private async Task<RehearsalStage> PrepareAsync(RehearsalRoom room, DockerClient client, DockerEngine engine, CancellationToken cancellation)
    {
        progress("preparing");
        var image = settings.ImageAndCommand[0];
        foreach (var name in new[] { image, settings.NextImage, settings.CheckImage })
        {
            if (name is "" or ['-', ..])
            {
                // The client would take it for an option, which nobody has looked at.
                throw new CtraceException(FailureKind.Usage, $"'{name}' is no name of an image", "an image's name begins with a letter or a digit; options stand in front of it");
            }
        }

        if (settings.Options.Networks.Count == 0)
        {
            await room.MakeNetworkAsync(settings.Allowed.Contains(Allowance.Outside), cancellation);
        }

        // The image is there then, and what it says of itself counts as the engine reads it.
        var made = await room.MakeContainerAsync("image", ["--network=none", .. settings.Options.Kept, .. settings.ImageAndCommand], cancellation);
        var container = await engine.InspectAsync(made, cancellation);
        await room.RemoveContainerAsync(made, cancellation);
        IReadOnlyList<StandInMount> mounts =
        [
            .. settings.Options.Mounts,
            .. container.Volumes.Where(target => !settings.Options.Mounts.Any(mount => mount.Target == target))
                .Select(StandInMount.OfImage),
        ];
        var copies = new VolumeCopies(room, client, image, settings.Allowed.Contains(Allowance.Volumes));
        var check = settings.Check is { } command ? new ServiceCheck(room, client, command, settings.CheckInside ? null : settings.CheckImage ?? image) : null;
        return new RehearsalStage(settings, room, client, engine, new StandInVolumes(room, client, copies, mounts, settings.Allowed), check,
            Signals.Number(container.StopSignal) ?? KnownSignals.Terminate, mounts.Any(mount => mount.Kind != MountOrigin.Bind));
    }

    private async Task<RecordedPasses> RecordAsync(RehearsalStage stage, CancellationToken cancellation)
    {
        var known = await ContainerFacts.OfEngineAsync(stage.Engine, cancellation);
        using var probe = TraceProbe.Attach(settings.Probe);
        var recording = new RecordingWatch(probe, stage.Engine, known);
        var ends = false;
        IReadOnlyList<PlannedStep> plan = [];
        var first = await PassAsync(stage, settings.Options.Rights, recording, false, "recording, 1 of 2", traits =>
        {
            ends = traits.EndsByItself;
            return plan = PlannedStep.Of(settings.Steps, traits);
        }, cancellation);
        if (first is [{ Problem: { } problem }])
        {
            throw new CtraceException(FailureKind.Unavailable, $"the service does not work without restrictions either: {problem}",
                settings.Check is null ? "run it without ctrace first" : "try the check by hand; --check-image gives it other programs, --step-timeout more time");
        }

        var second = await PassAsync(stage, settings.Options.Rights, recording, ends, "recording, 2 of 2", _ => RecordedPasses.Survived(plan, first), cancellation);
        return recording.Failure is { } failure ? throw failure
            : new RecordedPasses(plan, first, second, recording.Trace ?? throw new CtraceException(FailureKind.Unavailable,
                "the container was not seen: no cgroup was made here that is named like it", "the engine must run on this machine; 'ctrace doctor' tells what is missing"), ends);
    }

    private async Task<IReadOnlyList<StepComparison>> RestrictAsync(
        RehearsalStage stage, RecordedPasses recorded, Trace trace, Func<Trace, Trace> keep, CancellationToken cancellation)
    {
        using var restrictions = new Restrictions { Arguments = settings.Arguments, Exact = settings.Exact };
        var flags = await RunFlags.ReadAsync(stage.Client, cancellation);
        var before = ContainerCapabilities.Of(settings.Options.CapAdd, settings.Options.CapDrop, settings.Options.Privileged);
        var engineDefault = FilterCompiler.Compile(ResolvedProfile.Of(DockerDefault.Profile, new Circumstances(NativeArchitecture.Current, KernelRelease.CurrentVersion, before)));
        for (var round = 1; ; round++)
        {
            var words = restrictions.Of(trace);
            var read = await RunArguments.ReadAsync([.. words, "image"], flags, cancellation);
            var reader = new DenialReader(new Reference(trace, before.Union(trace.NeededCapabilities).ToHashSet()), engineDefault,
                ContainerCapabilities.Of(read.CapAdd, read.CapDrop, privileged: false), LoggedCalls.None);
            IReadOnlyList<StepOutcome> restricted;
            await using (var watch = new RefusalWatch(new DenialWatch(reader, LoggedCalls.None)))
            {
                restricted = await PassAsync(stage, words, watch, recorded.EndsByItself, $"under the profile{(round > 1 ? $", round {round}" : "")}", _ => recorded.Survived(), cancellation);
            }

            var steps = StepComparison.Of(recorded.Plan, recorded.First, recorded.Second, restricted);
            var more = round < settings.Rounds ? LearnedTrace.Of(trace, StepComparison.Refused(steps), settings.Arguments) : new Trace(trace.Architecture);
            var merged = trace.Merge(more);
            if (!LearnedTrace.Allows(merged, trace))
            {
                return steps;
            }

            tell($"round {round}: learned {LearnedTrace.Names(more)}");
            trace = keep(merged);
        }
    }

    private async Task<IReadOnlyList<StepOutcome>> PassAsync(
        RehearsalStage stage, IReadOnlyList<string> rights, IRehearsalWatch watch, bool isKnownToEnd, string name, Func<ContainerTraits, IReadOnlyList<PlannedStep>> plan, CancellationToken cancellation)
    {
        var pass = new RehearsalPass(stage, rights, watch, isKnownToEnd, step => progress($"{name}: {step.What}"));
        return await pass.RunAsync(plan, cancellation);
    }
}
