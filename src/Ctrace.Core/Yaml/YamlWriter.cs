using System.Globalization;
using System.Text;

namespace Ctrace.Core.Yaml;

/// <summary>Writes values as YAML in block style, two columns a level.</summary>
internal static class YamlWriter
{
    private const int Step = 2;

    /// <summary>A map's lines, each indented and ended.</summary>
    /// <param name="map">What to write.</param>
    /// <param name="indent">Columns in front of each key.</param>
    /// <param name="newLine">What ends a line.</param>
    public static string Write(YamlValue map, int indent = 0, string newLine = "\n")
    {
        ArgumentNullException.ThrowIfNull(map);
        var text = new StringBuilder();
        foreach (var (key, value) in map.Entries)
        {
            Entry(text, key, value, indent, newLine);
        }

        return text.ToString();
    }

    /// <summary>
    /// Text as a scalar on one line: plain when nothing could take it for anything else, in YAML 1.1 or 1.2, else in double
    /// quotes (YAML 1.2.2, 5.7).
    /// </summary>
    public static string Quote(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        return IsPlain(text) ? text : Quoted(text);
    }

    /// <summary>A text or a word as it is written.</summary>
    public static string Scalar(YamlValue value)
    {
        ArgumentNullException.ThrowIfNull(value);
        return value.IsWord ? value.Text! : value.IsQuoted ? Quoted(value.Text!) : Quote(value.Text!);
    }

    private static string Quoted(string text) => $"\"{Printable.Escape(text, IsSafe, Escape)}\"";

    private static void Entry(StringBuilder text, string key, YamlValue value, int indent, string newLine)
    {
        text.Append(' ', indent).Append(Quote(key)).Append(':');
        if (value.Text is not null)
        {
            text.Append(' ').Append(Scalar(value)).Append(newLine);
        }
        else if (value.Items.IsEmpty && value.Entries.IsEmpty)
        {
            text.Append(value.IsMap ? " {}" : " []").Append(newLine);
        }
        else
        {
            text.Append(newLine).Append(value.IsMap ? Write(value, indent + Step, newLine) : Items(value, indent + Step, newLine));
        }
    }

    private static string Items(YamlValue list, int indent, string newLine)
    {
        var text = new StringBuilder();
        foreach (var item in list.Items)
        {
            // A map's first key stands behind the dash.
            var lines = item.Text is null ? Write(item, indent + Step, newLine).AsSpan(indent + Step) : $"{Scalar(item)}{newLine}";
            text.Append(' ', indent).Append("- ").Append(lines);
        }

        return text.ToString();
    }

    // No number begins with a letter; of words, only these are more than text (YAML 1.1, bool and null; y and n are there, too).
    private static bool IsPlain(string text) => text.Length > 0
        && (char.IsAsciiLetter(text[0]) || text[0] is '/' or '_' || text.StartsWith("./", StringComparison.Ordinal) || text.StartsWith("../", StringComparison.Ordinal))
        && text.All(c => char.IsAsciiLetterOrDigit(c) || c is '/' or '.' or '_' or '-' or '=' or ':' or '+' or '@' or '%') && text[^1] != ':'
        && text.ToLowerInvariant() is not ("true" or "false" or "yes" or "no" or "on" or "off" or "y" or "n" or "null");

    private static bool IsSafe(Rune rune) => rune.Value is not ('"' or '\\') && Printable.IsSafe(rune);

    private static void Escape(StringBuilder text, int value) => _ = value switch
    {
        '"' => text.Append("\\\""),
        '\\' => text.Append(@"\\"),
        '\n' => text.Append(@"\n"),
        '\r' => text.Append(@"\r"),
        '\t' => text.Append(@"\t"),
        > 0xFFFF => text.Append(CultureInfo.InvariantCulture, $"\\U{value:x8}"),
        >= 0xD800 and <= 0xDFFF => text.Append('\uFFFD'), // half a character
        _ => text.Append(CultureInfo.InvariantCulture, $"\\u{value:x4}"),
    };
}
