using Ctrace.Core;
using Ctrace.Core.Profiles;
using Ctrace.Core.Profiles.Seccomp;
using Ctrace.Engines.Docker;

namespace Ctrace.Commands;

/// <summary>The container that <c>verify</c> runs, as the user typed it.</summary>
/// <param name="Words">The arguments of <c>docker run</c>.</param>
/// <param name="Capabilities">What it has without restrictions.</param>
/// <param name="EngineDefault">What the engine's default profile says of its calls.</param>
internal sealed record TrialArguments(IReadOnlyList<string> Words, IReadOnlySet<string> Capabilities, ResolvedProfile EngineDefault)
{
    /// <summary>Reads the words, and refuses those that would undo the restrictions.</summary>
    /// <exception cref="CtraceException">Usage; Unavailable: the client does not answer.</exception>
    public static async Task<TrialArguments> ReadAsync(IReadOnlyList<string> typed, bool restrictsCapabilities, CancellationToken cancellation)
    {
        var words = RunArguments.WithoutCommand(typed);
        var arguments = await RunArguments.ReadAsync(words, await RunFlags.ReadAsync(DockerClient.FromEnvironment(), cancellation), cancellation);
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
        if (restrictsCapabilities && arguments.CapAdd.Count > 0)
        {
            throw new CtraceException(FailureKind.Usage, "the container's own --cap-add would undo what is verified", "leave it out: the restrictions add what was used");
        }

        return new TrialArguments(words, capabilities,
            ResolvedProfile.Of(DockerDefault.Profile, new Circumstances(NativeArchitecture.Current, KernelRelease.CurrentVersion, capabilities)));
    }
}
