using System.Text.RegularExpressions;
using Ctrace.Core.Traces;

namespace Ctrace.Core.Seccomp.Profiles;

/// <summary>Which images a profile was made for: its first rule's comment says so, in a profile that was made here.</summary>
internal static partial class ProfileImages
{
    private const string Signature = "recorded of ";

    /// <summary>The comment that says it.</summary>
    /// <param name="images">What is said of them.</param>
    internal static string Comment(string images) => Signature + Printable.Escape(images);

    /// <summary>The starts of their digests, as <see cref="RecordedImages.Digests"/> gives them; none of any other profile.</summary>
    public static IReadOnlyList<string> Digests(SeccompProfile profile)
    {
        ArgumentNullException.ThrowIfNull(profile);
        return profile.Rules.Select(rule => rule.Comment).FirstOrDefault(comment => comment?.StartsWith(Signature, StringComparison.Ordinal) == true) is { } signed
            ? [.. DigestPattern().Matches(signed).Select(match => match.Groups[1].Value).Distinct(StringComparer.Ordinal)]
            : [];
    }

    [GeneratedRegex(@"\((sha256:[0-9a-f]{12})\)")]
    private static partial Regex DigestPattern();
}
