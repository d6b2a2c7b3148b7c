using Ctrace.Core.Traces;

namespace Ctrace.Core.Profiles;

/// <summary>Which images a trace was recorded of, for people. Untrusted text.</summary>
public static class RecordedImages
{
    private const int DigestLength = 19; // sha256: and twelve digits

    /// <summary>By name, with the start of the digest where one name has several. Of one that was gone the name alone is known.</summary>
    public static IReadOnlyList<string> Of(Trace trace)
    {
        var known = Known(trace);
        var images = known.Where(image => image.Digest.Length > 0 || known.Count(other => other.Name == image.Name) == 1).DistinctBy(image => image.Digest.Length > 0 ? image.Digest : image.Name);
        return [.. images.Select(image => known.Count(other => other.Name == image.Name && other.Digest.Length > 0) > 1 ? WithDigest(image) : image.Name)];
    }

    /// <summary>Each by name and the start of its digest.</summary>
    public static IReadOnlyList<string> WithDigests(Trace trace) =>
        [.. Known(trace).DistinctBy(image => image.Digest.Length > 0 ? image.Digest : image.Name).Select(image => image.Digest.Length > 0 ? WithDigest(image) : image.Name)];

    private static List<(string Digest, string Name)> Known(Trace trace)
    {
        ArgumentNullException.ThrowIfNull(trace);
        return [.. trace.Values(Fact.Image).Select(value => value.Split(' ', 2)).Select(parts => (Digest: parts.Length > 1 ? parts[0] : "", Name: parts[^1]))];
    }

    private static string WithDigest((string Digest, string Name) image) =>
        $"{image.Name} ({(image.Digest.Length > DigestLength ? image.Digest[..DigestLength] : image.Digest)})";
}
