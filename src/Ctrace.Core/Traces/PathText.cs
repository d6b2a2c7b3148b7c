using System.Buffers;
using System.Text;

namespace Ctrace.Core.Traces;

/// <summary>
/// A path of the kernel as text and back, exactly. A path is any bytes but NUL; what is not UTF-8 in it becomes the lone
/// surrogates U+DC80 to U+DCFF, one a byte, which no valid UTF-8 decodes to (as Python's <c>surrogateescape</c>, PEP 383).
/// </summary>
internal static class PathText
{
    /// <summary>The text of a path.</summary>
    public static string Decode(ReadOnlySpan<byte> path)
    {
        var text = new StringBuilder(path.Length);
        Span<char> units = stackalloc char[2];
        while (path.Length > 0)
        {
            if (Rune.DecodeFromUtf8(path, out var rune, out var length) == OperationStatus.Done)
            {
                text.Append(units[..rune.EncodeToUtf16(units)]);
            }
            else
            {
                length = 1;
                text.Append((char)(0xDC00 | path[0]));
            }

            path = path[length..];
        }

        return text.ToString();
    }

    /// <summary>The bytes of a path that <see cref="Decode"/> made; any other lone surrogate becomes U+FFFD.</summary>
    public static byte[] Encode(string path)
    {
        ArgumentNullException.ThrowIfNull(path);
        var bytes = new ArrayBufferWriter<byte>();
        for (var at = 0; at < path.Length;)
        {
            if (Rune.TryGetRuneAt(path, at, out var rune))
            {
                bytes.Advance(rune.EncodeToUtf8(bytes.GetSpan(4)));
                at += rune.Utf16SequenceLength;
            }
            else
            {
                bytes.Write(IsByte(path[at]) ? [(byte)path[at]] : "\uFFFD"u8);
                at++;
            }
        }

        return bytes.WrittenSpan.ToArray();
    }

    /// <summary>Whether a lone surrogate stands for a byte.</summary>
    internal static bool IsByte(char unit) => unit is >= '\uDC80' and <= '\uDCFF';
}
