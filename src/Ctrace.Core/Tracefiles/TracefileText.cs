using System.Globalization;
using System.Text;
using Ctrace.Core.Traces;

namespace Ctrace.Core.Tracefiles;

/// <summary>
/// Free text on one line of a tracefile, in printable ASCII alone: <c>\\</c> is a backslash, <c>\xHH</c> a byte that is not
/// UTF-8 (see <see cref="PathText"/>), <c>\u{HEX}</c> any other character. Blanks at either end are escaped.
/// </summary>
internal static class TracefileText
{
    public static string Escape(string text)
    {
        var line = new StringBuilder(text.Length);
        for (var at = 0; at < text.Length;)
        {
            var known = Rune.TryGetRuneAt(text, at, out var rune);
            var value = known ? rune.Value : text[at];
            var length = known ? rune.Utf16SequenceLength : 1;
            _ = value switch
            {
                '\\' => line.Append(@"\\"),
                ' ' when at > 0 && at < text.Length - 1 => line.Append(' '),
                > ' ' and <= '~' => line.Append((char)value),
                _ when !known && PathText.IsByte((char)value) => line.Append(@"\x").Append((value & 0xFF).ToString("x2", null)),
                _ => AppendEscaped(line, value),
            };
            at += length;
        }

        return line.ToString();
    }

    /// <summary>As <see cref="Escape"/>, with every blank escaped, so that it is one of several fields; <c>-</c> is the empty text.</summary>
    public static string EscapeField(string text) => text switch
    {
        "" => "-",
        "-" => @"\u{2d}",
        _ => Escape(text).Replace(" ", @"\u{20}", StringComparison.Ordinal),
    };

    /// <summary>
    /// Makes a line that would be taken for a section one that is not, without changing its meaning: its first upper-case
    /// letter is escaped.
    /// </summary>
    public static string Distinguish(string line)
    {
        if (!TracefileSection.IsHeading(line))
        {
            return line;
        }

        var at = line.AsSpan().IndexOfAnyInRange('A', 'Z');
        return AppendEscaped(new StringBuilder(line, 0, at, line.Length + 8), line[at]).Append(line, at + 1, line.Length - at - 1).ToString();
    }

    public static bool TryUnescape(ReadOnlySpan<char> line, out string text)
    {
        var result = new StringBuilder(line.Length);
        text = "";
        while (line.Length > 0)
        {
            var taken = 1;
            if (line[0] is < ' ' or > '~' || (line[0] == '\\' && !TryEscape(line, result, out taken)))
            {
                return false;
            }

            if (line[0] != '\\')
            {
                result.Append(line[0]);
            }

            line = line[taken..];
        }

        text = result.ToString();
        return true;
    }

    public static bool TryUnescapeField(string field, out string text)
    {
        text = "";
        return field == "-" || TryUnescape(field, out text);
    }

    private static bool TryEscape(ReadOnlySpan<char> line, StringBuilder result, out int taken)
    {
        taken = 0;
        switch (line)
        {
            case ['\\', '\\', ..]:
                result.Append('\\');
                taken = 2;
                return true;
            case ['\\', 'x', _, _, ..] when byte.TryParse(line.Slice(2, 2), NumberStyles.AllowHexSpecifier, null, out var value) && value >= 0x80:
                result.Append((char)(0xDC00 | value));
                taken = 4;
                return true;
            case ['\\', 'u', '{', ..]:
                var end = line.IndexOf('}');
                if (end is < 4 or > 9 || !int.TryParse(line[3..end], NumberStyles.AllowHexSpecifier, null, out var point) || point is < 0 or > 0x10FFFF)
                {
                    return false;
                }

                _ = point > 0xFFFF ? result.Append(char.ConvertFromUtf32(point)) : result.Append((char)point);
                taken = end + 1;
                return true;
            default:
                return false;
        }
    }

    private static StringBuilder AppendEscaped(StringBuilder line, int point) =>
        line.Append(@"\u{").Append(point.ToString("x", null)).Append('}');
}
