using System.Globalization;
using System.Text;

namespace Ctrace.Core;

/// <summary>Makes text from an untrusted source safe to print on a terminal or on one line of a file.</summary>
internal static class Printable
{
    /// <summary>
    /// Replaces each character that is not seen, or that changes how others are seen, by a <c>\u{HEX}</c> escape: control
    /// characters, format characters (bidirectional controls, joiners, tags), blanks other than a space, variation selectors
    /// and fillers, lone surrogates, and what Unicode has not assigned. Everything else stays, so that the text is still readable.
    /// </summary>
    public static string Escape(string text) => Escape(text, IsSafe, static (escaped, rune) => escaped.Append($"\\u{{{rune:x}}}"));

    /// <summary>
    /// The same for a JSON text that is whole: only strings hold such characters, and there <c>\uHHHH</c> means the same. Line
    /// feeds and other control characters are the writer's own.
    /// </summary>
    public static string EscapeJson(string json) => Escape(json, static rune => Rune.IsControl(rune) || IsSafe(rune), static (escaped, value) =>
    {
        foreach (var unit in value > 0xFFFF ? char.ConvertFromUtf32(value) : ((char)value).ToString())
        {
            escaped.Append(CultureInfo.InvariantCulture, $"\\u{(int)unit:x4}");
        }
    });

    /// <summary>Whether a character is seen, and nothing but itself.</summary>
    public static bool IsSafe(Rune rune) => rune.Value is >= ' ' and <= '~' || (rune.Value > 0x9F && IsSeen(rune));

    // DerivedCoreProperties.txt of Unicode 16, Default_Ignorable_Code_Point: those that are neither format characters nor unassigned. U+2800 is a blank.
    private static bool IsSeen(Rune rune) => Rune.GetUnicodeCategory(rune) is not (UnicodeCategory.Control or UnicodeCategory.Format
            or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator or UnicodeCategory.SpaceSeparator or UnicodeCategory.OtherNotAssigned or UnicodeCategory.PrivateUse)
        && rune.Value is not (0x034F or 0x115F or 0x1160 or 0x17B4 or 0x17B5 or (>= 0x180B and <= 0x180F) or 0x2800 or 0x3164 or 0xFFA0
            or (>= 0xFE00 and <= 0xFE0F) or (>= 0xE0000 and <= 0xE0FFF));

    /// <summary>The text with each character that is not safe, or each half of one, written as the second function writes it.</summary>
    internal static string Escape(string text, Func<Rune, bool> isSafe, Action<StringBuilder, int> append)
    {
        ArgumentNullException.ThrowIfNull(text);
        StringBuilder? escaped = null;
        var copied = 0;
        for (var at = 0; at < text.Length;)
        {
            var known = Rune.TryGetRuneAt(text, at, out var rune);
            var length = known ? rune.Utf16SequenceLength : 1;
            if (!known || !isSafe(rune))
            {
                escaped ??= new StringBuilder();
                append(escaped.Append(text, copied, at - copied), known ? rune.Value : text[at]);
                copied = at + length;
            }

            at += length;
        }

        return escaped is null ? text : escaped.Append(text, copied, text.Length - copied).ToString();
    }
}
