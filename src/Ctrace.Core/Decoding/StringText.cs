using System.Text;

namespace Ctrace.Core.Decoding;

/// <summary>
/// Bytes as C source has them, as strace prints strings: printable ASCII as it is, the rest as \t \n \v \f \r or in octal.
/// So nothing that a traced program makes up reaches a terminal.
/// </summary>
internal static class StringText
{
    /// <summary>In quotes.</summary>
    public static string Quote(ReadOnlySpan<byte> bytes)
    {
        var text = new StringBuilder(bytes.Length + 2).Append('"');
        Append(text, bytes, '"');
        return text.Append('"').ToString();
    }

    /// <summary>A descriptor's name, which stands between &lt; and &gt;.</summary>
    public static string EscapeName(string name)
    {
        var text = new StringBuilder(name.Length);
        Append(text, Encoding.UTF8.GetBytes(name), '>');
        return text.ToString();
    }

    private static void Append(StringBuilder text, ReadOnlySpan<byte> bytes, char end)
    {
        for (var at = 0; at < bytes.Length; at++)
        {
            var value = bytes[at];
            switch (value)
            {
                case (byte)'\\':
                    text.Append(@"\\");
                    break;
                case (byte)'\t':
                    text.Append(@"\t");
                    break;
                case (byte)'\n':
                    text.Append(@"\n");
                    break;
                case (byte)'\v':
                    text.Append(@"\v");
                    break;
                case (byte)'\f':
                    text.Append(@"\f");
                    break;
                case (byte)'\r':
                    text.Append(@"\r");
                    break;
                default:
                    if (value == end && end == '"')
                    {
                        text.Append("\\\"");
                    }
                    else if (value is >= 0x20 and < 0x7f && value != end)
                    {
                        text.Append((char)value);
                    }
                    else
                    {
                        // Three digits where a digit follows, which would belong to the escape else.
                        var digits = Convert.ToString(value, 8);
                        var followed = at + 1 < bytes.Length && bytes[at + 1] is >= (byte)'0' and <= (byte)'9';
                        text.Append('\\').Append(followed ? digits.PadLeft(3, '0') : digits);
                    }

                    break;
            }
        }
    }
}
