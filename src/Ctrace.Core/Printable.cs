using System.Text;

namespace Ctrace.Core;

/// <summary>Makes text from an untrusted source safe to print on a terminal or on one line of a file.</summary>
public static class Printable
{
    /// <summary>
    /// Replaces each control character (C0, DEL, C1), each line or paragraph separator, each bidirectional
    /// control and each lone surrogate by a <c>\u{HEX}</c> escape. Everything else stays, so that the text
    /// is still readable.
    /// </summary>
    public static string Escape(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        StringBuilder? escaped = null;
        var copied = 0;
        for (var at = 0; at < text.Length;)
        {
            var known = Rune.TryGetRuneAt(text, at, out var rune);
            var length = known ? rune.Utf16SequenceLength : 1;
            if (!known || !IsSafe(rune))
            {
                escaped ??= new StringBuilder();
                escaped.Append(text, copied, at - copied).Append($"\\u{{{(known ? rune.Value : text[at]):x}}}");
                copied = at + length;
            }

            at += length;
        }

        return escaped is null ? text : escaped.Append(text, copied, text.Length - copied).ToString();
    }

    private static bool IsSafe(Rune rune) => !Rune.IsControl(rune)
        && rune.Value is not (0x2028 or 0x2029 or 0x061C or 0x200E or 0x200F or (>= 0x202A and <= 0x202E) or (>= 0x2066 and <= 0x2069));
}
