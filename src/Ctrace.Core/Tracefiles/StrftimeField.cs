namespace Ctrace.Core.Tracefiles;

/// <summary>What a conversion does to the letters of its text.</summary>
internal enum LetterCase
{
    AsIs,
    Upper,
    Lower,
}

/// <summary>One conversion of a format: <c>%</c>, flags, width, modifier, letter.</summary>
/// <param name="Source">The conversion as it stands in the format; what is no conversion is copied.</param>
/// <param name="End">Where the rest of the format starts.</param>
/// <param name="Pad">The last of the flags <c>_</c> <c>-</c> <c>0</c>, or NUL.</param>
/// <param name="Letters">Upper after the flag <c>^</c>.</param>
/// <param name="Swap">Whether there was the flag <c>#</c>.</param>
/// <param name="Width">The least width; 0 without one, and never above <see cref="MaxWidth"/>.</param>
/// <param name="Modifier"><c>E</c>, <c>O</c> or NUL.</param>
/// <param name="Conversion">The letter, or NUL where the format ends.</param>
internal readonly record struct StrftimeField(
    string Source, int End, char Pad, LetterCase Letters, bool Swap, int Width, char Modifier, char Conversion)
{
    /// <summary>Beyond any limit of an expansion.</summary>
    private const int MaxWidth = 1_000_000_000;

    private const string All = "aAbBcCdDeFgGhHIjklmMnpPrRsStTuUVwWxXyYzZ%";

    // Found by holding glibc 2.36 against each pair; strftime(3) lists fewer.
    private const string WithoutE = "aAbBdDeFgGhHIjklmMSUVwW";
    private const string WithoutO = "aAcDFxXY";

    /// <summary>Whether it is a conversion at all.</summary>
    public bool IsValid => All.Contains(Conversion, StringComparison.Ordinal)
        && !(Modifier == 'E' && WithoutE.Contains(Conversion, StringComparison.Ordinal))
        && !(Modifier == 'O' && WithoutO.Contains(Conversion, StringComparison.Ordinal));

    /// <summary>With <c>#</c> doing what it does for names of days and months.</summary>
    public StrftimeField Capital => Swap ? this with { Letters = LetterCase.Upper } : this;

    /// <summary>With letters in lower case, whatever the flags say.</summary>
    public StrftimeField Lower => this with { Letters = LetterCase.Lower };

    /// <summary>With blanks before a short number, unless the flags say otherwise.</summary>
    public StrftimeField Blank => Pad is '0' or '-' ? this : this with { Pad = '_' };

    public static StrftimeField Parse(string format, int start)
    {
        var at = start + 1;
        var (pad, letters, swap, width, modifier) = ('\0', LetterCase.AsIs, false, 0, '\0');
        for (; at < format.Length && format[at] is '_' or '-' or '0' or '^' or '#'; at++)
        {
            switch (format[at])
            {
                case '^':
                    letters = LetterCase.Upper;
                    break;
                case '#':
                    swap = true;
                    break;
                default:
                    pad = format[at];
                    break;
            }
        }

        for (; at < format.Length && char.IsAsciiDigit(format[at]); at++)
        {
            width = Math.Min(MaxWidth / 10, width) * 10 + (format[at] - '0');
        }

        if (at < format.Length && format[at] is 'E' or 'O')
        {
            modifier = format[at++];
        }

        var conversion = at < format.Length ? format[at++] : '\0';
        return new(format[start..at], at, pad, letters, swap, width, modifier, conversion);
    }
}
