namespace Ctrace.Core.Traces;

/// <summary>Which images a trace was recorded of, for people. Untrusted text.</summary>
internal static class RecordedImages
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

    /// <summary>The names of those whose digest is known.</summary>
    public static IReadOnlyList<string> Names(Trace trace) => [.. Known(trace).Where(image => image.Digest.Length > 0).Select(image => image.Name).Distinct(StringComparer.Ordinal)];

    /// <summary>The starts of their digests, as many characters as a profile has; none where no digest is known.</summary>
    public static IReadOnlyList<string> Digests(Trace trace) =>
        [.. Known(trace).Where(image => image.Digest.Length >= DigestLength).Select(image => image.Digest[..DigestLength]).Distinct(StringComparer.Ordinal)];

    /// <summary>What is to be said of a container of an image that was not recorded; null of one that was, and where nothing is known.</summary>
    /// <param name="recorded">As <see cref="Digests(Trace)"/> gives them.</param>
    /// <param name="digest">The whole digest of the container's image.</param>
    public static string? Another(IReadOnlyList<string> recorded, string digest)
    {
        ArgumentNullException.ThrowIfNull(recorded);
        ArgumentNullException.ThrowIfNull(digest);
        return recorded.Count == 0 || digest.Length < DigestLength || recorded.Any(start => digest.StartsWith(start, StringComparison.Ordinal)) ? null
            : $"its image is {digest[..DigestLength]}, and {string.Join(", ", recorded.Take(3))} was recorded: another build can make other calls (record it too, or rehearse it: ctrace rehearse --next-image)";
    }

    private static List<(string Digest, string Name)> Known(Trace trace)
    {
        ArgumentNullException.ThrowIfNull(trace);
        return [.. trace.Values(Fact.Image).Select(value => value.Split(' ', 2)).Select(parts => (Digest: parts.Length > 1 ? parts[0] : "", Name: parts[^1]))];
    }

    private static string WithDigest((string Digest, string Name) image) =>
        $"{image.Name} ({(image.Digest.Length > DigestLength ? image.Digest[..DigestLength] : image.Digest)})";
}
