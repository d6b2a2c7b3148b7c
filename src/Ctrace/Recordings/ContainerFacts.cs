using Ctrace.Core;
using Ctrace.Core.Traces;
using Ctrace.Engines.Docker;

namespace Ctrace.Recordings;

/// <summary>What the engine knows of a container and of itself, as facts of a trace.</summary>
internal static class ContainerFacts
{
    /// <summary>The engine and its runtime; empty when it does not answer.</summary>
    public static async Task<IReadOnlyList<Fact>> OfEngineAsync(DockerEngine engine, CancellationToken cancellation)
    {
        try
        {
            var version = await engine.GetVersionAsync(cancellation);
            var facts = new List<Fact> { new(Fact.Engine, $"Docker {version.Version}") };
            if (version.Runc.Length > 0)
            {
                facts.Add(new Fact(Fact.Runtime, $"runc {version.Runc}"));
            }

            return facts;
        }
        catch (CtraceException)
        {
            return [];
        }
    }

    /// <summary>The image and the options that matter.</summary>
    public static IReadOnlyList<Fact> Of(Container container)
    {
        var facts = new List<Fact>();
        if (container.ImageId.Length > 0)
        {
            facts.Add(new Fact(Fact.Image, $"{container.ImageId} {container.Image}".TrimEnd()));
        }

        if (container.User.Length > 0)
        {
            facts.Add(new Fact(Fact.User, container.User));
        }

        return facts;
    }

    /// <summary>The same for a container by its id; what is left of it in an event when the engine has forgotten it.</summary>
    public static async Task<IReadOnlyList<Fact>> OfContainerAsync(DockerEngine engine, string id, string image, CancellationToken cancellation)
    {
        try
        {
            if (ContainerId.TryParse(id, out var known) && await engine.FindAsync(known, cancellation) is { } container)
            {
                return Of(container);
            }
        }
        catch (CtraceException)
        {
            // What the event said is left.
        }

        return image.Length > 0 ? [new Fact(Fact.Image, image)] : [];
    }
}
