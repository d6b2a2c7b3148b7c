using Ctrace.Core;
using Ctrace.Core.Linux;
using Ctrace.Engines.Docker;

namespace Ctrace.Views;

/// <summary>The capabilities of the container that is watched, which decide what an engine's profile allows in it.</summary>
internal static class WatchedCapabilities
{
    /// <summary>Those that the container has, or will have; Docker's default ones for what is no container.</summary>
    /// <exception cref="CtraceException">Usage, NoInput: no such container. Unavailable: the engine or its client does not answer.</exception>
    public static async Task<IReadOnlySet<string>> FindAsync(Watched watched, CancellationToken cancellation)
    {
        if (watched.Container is { } name)
        {
            using var engine = new DockerEngine(DockerEndpoint.FromEnvironment());
            var security = (await engine.InspectAsync(name, cancellation)).Security;
            return ContainerCapabilities.Of(security.CapAdd, security.CapDrop, security.Privileged);
        }

        if (DockerRunWords.Are(watched.Command))
        {
            var flags = await RunFlags.ReadAsync(DockerClient.FromEnvironment(), cancellation);
            var arguments = await RunArguments.ReadAsync(RunArguments.WithoutCommand(watched.Command), flags, cancellation);
            return ContainerCapabilities.Of(arguments.CapAdd, arguments.CapDrop, arguments.Privileged);
        }

        return ContainerCapabilities.Default;
    }
}
