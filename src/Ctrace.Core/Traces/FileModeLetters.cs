namespace Ctrace.Core.Traces;

/// <summary>Modes as letters, in one order: <c>rwakmx</c>.</summary>
internal static class FileModeLetters
{
    private const string All = "rwakmx";

    /// <summary>The letters of some modes.</summary>
    public static string Of(FileModes modes) => string.Concat(All.Where((_, bit) => modes.HasFlag((FileModes)(1 << bit))));

    /// <summary>Reads letters in any order, each once at most, and at least one.</summary>
    public static bool TryRead(ReadOnlySpan<char> letters, out FileModes modes)
    {
        modes = FileModes.None;
        foreach (var letter in letters)
        {
            var bit = All.IndexOf(letter, StringComparison.Ordinal);
            if (bit < 0 || modes.HasFlag((FileModes)(1 << bit)))
            {
                return false;
            }

            modes |= (FileModes)(1 << bit);
        }

        return modes != FileModes.None;
    }
}
