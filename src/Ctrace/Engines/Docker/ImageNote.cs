using Ctrace.Core;
using Ctrace.Core.Traces;

namespace Ctrace.Engines.Docker;

/// <summary>
/// Whether an image is the one that was recorded, as the engine on this machine says. Where no engine answers at once, or it does not know the image,
/// nothing is said: what asks works without one.
/// </summary>
internal static class ImageNote
{
    private const int MostNames = 3;

    private static readonly EngineTimeouts Soon = new(TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(2));

    /// <summary>What is to be said of an image that is to be run; null when there is nothing.</summary>
    /// <param name="recorded">The starts of the digests that were recorded.</param>
    /// <param name="image">Its name.</param>
    /// <param name="cancellation">Stops the question.</param>
    public static async Task<string?> OfAsync(IReadOnlyList<string> recorded, string image, CancellationToken cancellation)
    {
        if (recorded.Count == 0)
        {
            return null;
        }

        try
        {
            using var engine = new DockerEngine(DockerEndpoint.FromEnvironment(), Soon);
            return await engine.GetImageIdAsync(image, cancellation) is { } digest && RecordedImages.Another(recorded, digest) is { } other ? $"{image}: {other}" : null;
        }
        catch (CtraceException)
        {
            return null;
        }
    }

    /// <summary>The same of the names by which a recording's containers were started: what they stand for now.</summary>
    public static async Task<IReadOnlyList<string>> OfAsync(Trace trace, CancellationToken cancellation)
    {
        var notes = new List<string>();
        foreach (var name in RecordedImages.Names(trace).Take(MostNames))
        {
            notes.AddRange(await OfAsync(RecordedImages.Digests(trace), name, cancellation) is { } note ? [note] : []);
        }

        return notes;
    }
}
