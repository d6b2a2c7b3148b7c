using Ctrace.Core;
using Ctrace.Core.Linux;
using Ctrace.Core.Seccomp;
using Ctrace.Core.Seccomp.Filters;
using Ctrace.Core.Seccomp.Profiles;
using Ctrace.Core.Traces;
using Ctrace.Core.Verification;
using Ctrace.Engines.Docker;
using Ctrace.Profiles;

namespace Ctrace.Trials;

/// <summary>The container that <c>verify</c> runs, as the user typed it.</summary>
/// <param name="Words">The arguments of <c>docker run</c>.</param>
/// <param name="Capabilities">What it has without restrictions.</param>
/// <param name="EngineDefault">The filter that the engine gives it by default.</param>
/// <param name="Logged">What the restrictions let happen and have logged.</param>
/// <param name="OtherImage">What is to be said of an image that the restrictions were not made for; null of theirs, and where nothing is known.</param>
internal sealed record TrialArguments(IReadOnlyList<string> Words, IReadOnlySet<string> Capabilities, SeccompFilter EngineDefault, LoggedCalls Logged, string? OtherImage)
{
    /// <summary>Reads the words, and refuses those that would undo the restrictions.</summary>
    /// <exception cref="CtraceException">Usage; Unavailable: the client does not answer. As a profile that the restrictions name cannot be read.</exception>
    public static async Task<TrialArguments> ReadAsync(IReadOnlyList<string> typed, Restriction restriction, CancellationToken cancellation)
    {
        var words = RunArguments.WithoutCommand(typed);
        var flags = await RunFlags.ReadAsync(DockerClient.FromEnvironment(), cancellation);
        var arguments = await RunArguments.ReadAsync(words, flags, cancellation);
        if (arguments.Detached)
        {
            throw new CtraceException(FailureKind.Usage, "verify waits for the container: it cannot be detached", "leave out -d; --check stops a server");
        }

        if (arguments.Privileged)
        {
            throw new CtraceException(FailureKind.Usage, "a privileged container has no restrictions to verify", "leave out --privileged");
        }

        if (arguments.SecurityOptions.Any(option => option.StartsWith("seccomp", StringComparison.Ordinal)))
        {
            throw new CtraceException(FailureKind.Usage, "the container's own --security-opt seccomp would take the place of what is verified", "leave it out");
        }

        var capabilities = ContainerCapabilities.Of(arguments.CapAdd, arguments.CapDrop, privileged: false);
        if (restriction.Restricts && arguments.CapAdd.Count > 0)
        {
            throw new CtraceException(FailureKind.Usage, "the container's own --cap-add would undo what is verified", "leave it out: the restrictions add what was used");
        }

        var restricted = await RunArguments.ReadAsync([.. restriction.Options, "image"], flags, cancellation);
        var circumstances = new Circumstances(NativeArchitecture.Current, KernelRelease.CurrentVersion, capabilities);
        var profile = ProfileOf(restricted);
        var recorded = restriction.Trace is { } trace ? RecordedImages.Digests(trace) : profile is null ? [] : ProfileImages.Digests(profile);
        return new TrialArguments(words, capabilities, FilterCompiler.Compile(ResolvedProfile.Of(DockerDefault.Profile, circumstances)), LoggedBy(profile, circumstances with
        {
            Capabilities = ContainerCapabilities.Of([.. arguments.CapAdd, .. restricted.CapAdd], [.. arguments.CapDrop, .. restricted.CapDrop], privileged: false),
        }), arguments.ImageAndCommand is [var image, ..] ? await ImageNote.OfAsync(recorded, image, cancellation) : null);
    }

    private static SeccompProfile? ProfileOf(RunArguments restrictions) =>
        ContainerSecurity.LastOption(restrictions.SecurityOptions, "seccomp") is { } path and not ("unconfined" or "builtin" or "") ? SeccompInput.Read(path).Profile : null;

    // A profile that is made of a recording logs nothing, nor does the engine's default.
    private static LoggedCalls LoggedBy(SeccompProfile? profile, Circumstances circumstances) =>
        profile is not null && (profile.DefaultAction == SeccompAction.Log || profile.Rules.Any(rule => rule.Action == SeccompAction.Log))
            ? LoggedCalls.Of(FilterCompiler.Compile(ResolvedProfile.Of(profile, circumstances)), circumstances.Native)
            : LoggedCalls.None;
}
