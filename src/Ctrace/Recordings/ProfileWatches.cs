using Ctrace.Core;
using Ctrace.Core.Linux;
using Ctrace.Core.Seccomp.Filters;
using Ctrace.Core.Seccomp.Profiles;
using Ctrace.Core.Tracefiles;
using Ctrace.Core.Traces;
using Ctrace.Profiles;

namespace Ctrace.Recordings;

/// <summary>Which profiles containers are held against, and what is said of it. What cannot be read is said, and the container is traced all the same.</summary>
/// <param name="profiles">Where they lie.</param>
/// <param name="log">Where it is said.</param>
internal sealed class ProfileWatches(ProfileDirectory profiles, DaemonLog log)
{
    /// <summary>Takes the profile as it is now: what is written there later is for containers that start later.</summary>
    public RefusalWatch Begin(string id, KnownContainer known)
    {
        if (known.Profile is not { } label)
        {
            return new RefusalWatch("", null);
        }

        try
        {
            var name = known.ProfileSource.Result == LabelSource.Container ? ProfileLabel.Resolve(label)
                : throw new CtraceException(FailureKind.Data, "the label is its image's, or that is not known: --image-labels takes those, and 'docker run --label' with another value counts");
            var profile = profiles.Read(name);
            return new RefusalWatch(name.Text, Compile(AuditProfile.Enforced(profile))) { Images = ProfileImages.Digests(profile) };
        }
        catch (CtraceException failure)
        {
            log.Say(new LogEntry("profile-unused", $"container {known.Name} is not held against its label {ProfileLabel.Key}={label}: {failure.Line}") { Container = known.Name, Id = id });
            return new RefusalWatch("", null);
        }
    }

    /// <summary>Notes what a container's counters tell of times and refusals, and says what is new.</summary>
    public Trace Note(SlotRecording recording, Trace trace)
    {
        if (recording.Refusals.Images.Count > 0 && recording.Container.Facts is { IsCompletedSuccessfully: true, Result: var facts })
        {
            var image = facts.Where(fact => fact.Key == Fact.Image).Select(fact => fact.Value.Split(' ')[0]).FirstOrDefault() ?? "";
            if (RecordedImages.Another(recording.Refusals.Images, image) is { } other)
            {
                log.Say(About(recording, "other-image", $"is held against its profile {recording.Refusals.Profile}: {other}"));
            }

            recording.Refusals.Images = [];
        }

        var now = DateTimeOffset.UtcNow;
        return recording.Refusals.Add(recording.Last.Add(trace, now), now, call => log.Say(Entry(recording, call, trace)));
    }

    private static SeccompFilter Compile(SeccompProfile profile) => FilterCompiler.Compile(
        ResolvedProfile.Of(profile, new Circumstances(NativeArchitecture.Current, KernelRelease.CurrentVersion, ContainerCapabilities.Default)));

    private static LogEntry Entry(SlotRecording recording, RefusedCall call, Trace trace)
    {
        var name = call.Syscall.Architecture == trace.Architecture ? call.Syscall.Name : $"{call.Syscall.Name} of {call.Syscall.Architecture}";
        var given = call.Arguments is null ? "" : $" with {string.Join(' ', call.Arguments.Values.Select(value => $"0x{value:x}"))}";
        var what = call switch
        {
            { IsForeseen: false } => $"was refused {name}{given} ({call.Answer})",
            { Answer: RefusedCall.Depends } => $"made {name}, which its profile {call.Profile} refuses with some arguments; they are not recorded",
            _ => $"would have been refused {name}{given} ({call.Answer}) by its profile {call.Profile}",
        };
        return About(recording, call.IsForeseen ? "would-refuse" : "refused", $"{what}, first by {call.Caller}");
    }

    private static LogEntry About(SlotRecording recording, string kind, string what) => new(kind, $"container {recording.Container.Name} {what}")
    {
        Container = recording.Container.Name,
        Id = recording.ContainerId,
        Tracefile = recording.Sink.Path.Text,
    };
}
