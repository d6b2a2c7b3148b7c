using System.Text;
using Ctrace.Core.Traces;

namespace Ctrace.Core.Profiles.AppArmor;

/// <summary>Texts as apparmor_parser(8) reads them back.</summary>
internal static class AppArmorText
{
    /// <summary>A pattern, in quotes where it needs them. Literal text matches itself alone.</summary>
    public static string Pattern(IEnumerable<PatternPart> pattern)
    {
        var text = new StringBuilder();
        var quoted = false;
        foreach (var part in pattern)
        {
            quoted |= !part.IsGlob && part.Text.Any(c => !IsPlain(c));
            text.Append(part.IsGlob ? part.Text : Literal(part.Text));
        }

        return quoted ? $"\"{text}\"" : text.ToString();
    }

    /// <summary>A text that matches itself alone.</summary>
    public static string Exact(string text) => Pattern([new PatternPart(text, false)]);

    /// <summary>
    /// Escaped for the quotes (parser_misc.c, processquoted: octal numbers and \"), and for the glob behind them (parser_regex.c,
    /// convert_aaregex_to_pcre), which is who takes the second backslash away.
    /// </summary>
    private static string Literal(string text)
    {
        var literal = new StringBuilder();
        foreach (var value in PathText.Encode(text))
        {
            _ = (char)value switch
            {
                '\\' => literal.Append(@"\\"),
                '"' => literal.Append("\\\""),
                '*' or '?' or '[' or ']' or '{' or '}' or '^' or ',' => literal.Append('\\').Append((char)value),
                >= ' ' and <= '~' => literal.Append((char)value),
                _ => literal.Append('\\').Append(Convert.ToString(value, 8).PadLeft(3, '0')),
            };
        }

        return literal.ToString();
    }

    private static bool IsPlain(char c) => char.IsAsciiLetterOrDigit(c) || c is '/' or '.' or '_' or '-' or '+' or ':' or '~' or '%';
}
