using System.Text;

namespace Ctrace.Core.Decoding;

/// <summary>
/// Bytes as C source has them, as strace prints strings: printable ASCII as it is, the rest as \t \n \v \f \r or in octal.
/// So nothing that a traced program makes up reaches a terminal.
/// </summary>
internal static class StringText
{
    // What the kernel puts after the path of a file that is gone (proc(5)).
    private const string Deleted = " (deleted)";

    /// <summary>In quotes.</summary>
    public static string Quote(ReadOnlySpan<byte> bytes)
    {
        var text = new StringBuilder(bytes.Length + 2).Append('"');
        Append(text, bytes, isName: false);
        return text.Append('"').ToString();
    }

    /// <summary>What a descriptor is, between &lt; and &gt;.</summary>
    public static string Name(string name)
    {
        var isDeleted = name.EndsWith(Deleted, StringComparison.Ordinal);
        var text = new StringBuilder(name.Length + 2).Append('<');
        Append(text, Encoding.UTF8.GetBytes(isDeleted ? name[..^Deleted.Length] : name), isName: true);
        return text.Append(isDeleted ? ">(deleted)" : ">").ToString();
    }

    private static void Append(StringBuilder text, ReadOnlySpan<byte> bytes, bool isName)
    {
        for (var at = 0; at < bytes.Length; at++)
        {
            var value = bytes[at];
            if (Escape(value, isName) is { } escape)
            {
                text.Append(escape);
            }
            else if (value is >= 0x20 and < 0x7f && !(isName && (value is (byte)'<' or (byte)'>')))
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
        }
    }

    private static string? Escape(byte value, bool isName) => (char)value switch
    {
        '\\' => @"\\",
        '\t' => @"\t",
        '\n' => @"\n",
        '\v' => @"\v",
        '\f' => @"\f",
        '\r' => @"\r",
        '"' when !isName => "\\\"",
        _ => null,
    };
}
