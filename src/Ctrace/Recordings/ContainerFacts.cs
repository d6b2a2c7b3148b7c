using Ctrace.Core;
using Ctrace.Core.Linux;
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

        // An image's author writes it: only what is a signal counts.
        const int Term = 15;
        if (Signals.Number(container.StopSignal) is { } signal and not Term)
        {
            facts.Add(new Fact(Fact.StopSignal, Signals.Name(signal)!));
        }

        return facts;
    }

    /// <summary>The same for a container by its id; what is left of it in an event when the engine has forgotten it.</summary>
    public static async Task<IReadOnlyList<Fact>> OfContainerAsync(DockerEngine engine, string id, string image, CancellationToken cancellation)
    {
        // Without it, what the event said is left.
        return await FindAsync(engine, id, cancellation) is { } container ? Of(container) : image.Length > 0 ? [new Fact(Fact.Image, image)] : [];
    }

    /// <summary>A container by its id; null when the engine does not tell of it.</summary>
    public static async Task<Container?> FindAsync(DockerEngine engine, string id, CancellationToken cancellation)
    {
        try
        {
            return ContainerId.TryParse(id, out var known) ? await engine.FindAsync(known, cancellation) : null;
        }
        catch (CtraceException)
        {
            return null;
        }
    }
}
