using System.Globalization;
using System.Text;

namespace Ctrace.Core.Tracefiles;

/// <summary>
/// C's <c>strftime</c> in the C locale, as glibc has it (strftime(3)): all conversions, the modifiers <c>E</c> and <c>O</c>, the flags
/// <c>_ - 0 ^ #</c> and field widths. What is no conversion is copied as it stands. Written out here, because a label
/// must mean the same on every machine and its expansion must be bounded.
/// </summary>
internal sealed class Strftime
{
    private static readonly string[] Days = ["Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday"];

    private static readonly string[] Months =
        ["January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December"];

    private readonly DateTimeOffset _time;
    private readonly string _zone;
    private readonly int _limit;
    private readonly StringBuilder _text = new();

    private Strftime(DateTimeOffset time, string zone, int limit) => (_time, _zone, _limit) = (time, zone, limit);

    /// <summary>Expands a format.</summary>
    /// <param name="format">Any text.</param>
    /// <param name="time">The moment, with the local offset from UTC.</param>
    /// <param name="zone">The local time zone's abbreviation at that moment (CET), for <c>%Z</c>.</param>
    /// <param name="limit">The longest text that is made, in UTF-16 units.</param>
    /// <returns>The text, or null when it would be longer than the limit.</returns>
    public static string? Expand(string format, DateTimeOffset time, string zone, int limit)
    {
        ArgumentNullException.ThrowIfNull(format);
        ArgumentNullException.ThrowIfNull(zone);
        var expansion = new Strftime(time, zone, limit);
        return expansion.Add(format) ? expansion._text.ToString() : null;
    }

    private bool Add(string format)
    {
        for (var at = 0; at < format.Length;)
        {
            if (format[at] != '%')
            {
                if (!Fits(1))
                {
                    return false;
                }

                _text.Append(format[at++]);
                continue;
            }

            var field = StrftimeField.Parse(format, at);
            at = field.End;
            if (!Convert(field))
            {
                return false;
            }
        }

        return true;
    }

    private bool Convert(StrftimeField field) => field.Conversion switch
    {
        _ when !field.IsValid => AddText(field.Conversion is 'b' or 'B' or 'h' ? field.Capital : field, field.Source),
        'a' => AddText(field.Capital, Days[(int)_time.DayOfWeek][..3]),
        'A' => AddText(field.Capital, Days[(int)_time.DayOfWeek]),
        'b' or 'h' => AddText(field.Capital, Months[_time.Month - 1][..3]),
        'B' => AddText(field.Capital, Months[_time.Month - 1]),
        'c' => AddComposite(field, "%a %b %e %H:%M:%S %Y"),
        'C' => AddNumber(field, 1, _time.Year / 100),
        'd' => AddNumber(field, 2, _time.Day),
        'D' or 'x' => AddComposite(field, "%m/%d/%y"),
        'e' => AddNumber(field.Blank, 2, _time.Day),
        'F' => AddComposite(field, "%Y-%m-%d"),
        'g' => AddNumber(field, 2, ISOWeek.GetYear(_time.DateTime) % 100),
        'G' => AddNumber(field, 1, ISOWeek.GetYear(_time.DateTime)),
        'H' => AddNumber(field, 2, _time.Hour),
        'I' => AddNumber(field, 2, Hour12),
        'j' => AddNumber(field, 3, _time.DayOfYear),
        'k' => AddNumber(field.Blank, 2, _time.Hour),
        'l' => AddNumber(field.Blank, 2, Hour12),
        'm' => AddNumber(field, 2, _time.Month),
        'M' => AddNumber(field, 2, _time.Minute),
        'n' => AddText(field, "\n"),
        'p' => AddText(field.Swap ? field.Lower : field, HalfDay),
        'P' => AddText(field.Lower, HalfDay),
        'r' => AddComposite(field, "%I:%M:%S %p"),
        'R' => AddComposite(field, "%H:%M"),
        's' => AddText(field, _time.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture)),
        'S' => AddNumber(field, 2, _time.Second),
        't' => AddText(field, "\t"),
        'T' or 'X' => AddComposite(field, "%H:%M:%S"),
        'u' => AddNumber(field, 1, DaysSinceMonday + 1),
        'U' => AddNumber(field, 2, (_time.DayOfYear - 1 - (int)_time.DayOfWeek + 7) / 7),
        'V' => AddNumber(field, 2, ISOWeek.GetWeekOfYear(_time.DateTime)),
        'w' => AddNumber(field, 1, (int)_time.DayOfWeek),
        'W' => AddNumber(field, 2, (_time.DayOfYear - 1 - DaysSinceMonday + 7) / 7),
        'y' => AddNumber(field, 2, _time.Year % 100),
        'Y' => AddNumber(field, 1, _time.Year),
        'z' => AddOffset(field),
        'Z' => AddText(field.Swap ? field.Lower : field, _zone),
        _ => AddText(field, "%"),
    };

    private int Hour12 => (_time.Hour + 11) % 12 + 1;

    private int DaysSinceMonday => ((int)_time.DayOfWeek + 6) % 7;

    private string HalfDay => _time.Hour < 12 ? "AM" : "PM";

    private bool Fits(int length) => length <= _limit - _text.Length;

    private bool AddComposite(StrftimeField field, string format) =>
        Expand(format, _time, _zone, _limit) is { } text && AddText(field, text);

    private bool AddOffset(StrftimeField field)
    {
        var minutes = (int)Math.Abs(_time.Offset.TotalMinutes);
        return AddText(field, _time.Offset < TimeSpan.Zero ? "-" : "+") && AddNumber(field, 4, minutes / 60 * 100 + minutes % 60);
    }

    private bool AddNumber(StrftimeField field, int digits, int number)
    {
        digits = Math.Max(digits, field.Width);
        if (!Fits(digits))
        {
            return false;
        }

        var text = number.ToString(CultureInfo.InvariantCulture);
        return AddText(field, field.Pad switch
        {
            '-' => text,
            '_' => text.PadLeft(digits),
            _ => text.PadLeft(digits, '0'),
        });
    }

    private bool AddText(StrftimeField field, string text)
    {
        if (!Fits(Math.Max(field.Width, text.Length)))
        {
            return false;
        }

        _text.Append(field.Pad == '0' ? '0' : ' ', Math.Max(0, field.Width - text.Length))
            .Append(field.Letters switch
            {
                LetterCase.Upper => string.Concat(text.Select(c => char.IsAsciiLetterLower(c) ? (char)(c - 0x20) : c)),
                LetterCase.Lower => string.Concat(text.Select(c => char.IsAsciiLetterUpper(c) ? (char)(c + 0x20) : c)),
                _ => text,
            });
        return true;
    }
}
