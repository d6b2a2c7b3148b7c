using System.Text;
using Ctrace.Core.Traces;

namespace Ctrace.Core.Profiles.SecurityProfilesOperator;

/// <summary>
/// A file pattern in the few characters that the resource has: letters, digits, <c>_ . / * ? + @ -</c>, and AppArmor's variables
/// (api/apparmorprofile/v1, the lists' pattern). It has spaces, too, but not every version quotes them in the profile.
/// </summary>
internal static class PathGlob
{
    /// <summary>A process's number: AppArmor's own variable, which the operator's profile includes (tunables/kernelvars).</summary>
    public const string AnyProcess = "@{pid}";

    /// <summary>The globs that together match what the pattern does. It has no alternatives, so that each becomes one of its own.</summary>
    public static IEnumerable<string> Of(IEnumerable<PatternPart> pattern)
    {
        List<string> texts = [""];
        foreach (var part in pattern)
        {
            texts = [.. texts.SelectMany(text => (part.IsGlob ? Glob(text, part.Text) : [Literal(part.Text)]).Select(more => text + more))];
        }

        return texts.Select(AtTheTop);
    }

    /// <summary>Whether something in it is not said as it is, but stands for any character.</summary>
    public static bool IsWider(IEnumerable<PatternPart> pattern) => pattern.Any(part => !part.IsGlob && !part.Text.All(IsPlain));

    /// <summary>A character that it does not have stands for any one, byte by byte. Globs' own are such, too.</summary>
    private static string Literal(string text)
    {
        var literal = new StringBuilder();
        foreach (var value in PathText.Encode(text))
        {
            literal.Append(IsPlain((char)value) ? (char)value : '?');
        }

        return literal.ToString();
    }

    private static string[] Glob(string before, string glob) => glob switch
    {
        ['{', .. var alternatives, '}'] => alternatives.Split(','),
        ['[', ..] when before.EndsWith("/proc/", StringComparison.Ordinal) || before.EndsWith("/task/", StringComparison.Ordinal) => [AnyProcess],
        ['[', ..] => ["*"],
        _ => [glob],
    };

    /// <summary>The operator takes a name that begins with two dots, in the root directory, for a way upwards.</summary>
    private static string AtTheTop(string text) => text.StartsWith("/..", StringComparison.Ordinal) ? $"/?{text[2..]}" : text;

    private static bool IsPlain(char c) => char.IsAsciiLetterOrDigit(c) || c is '_' or '.' or '/' or '+' or '@' or '-';
}
