namespace Ctrace.Core.Profiles.RunOptions;

/// <summary>A word for a POSIX shell.</summary>
internal static class ShellWord
{
    /// <summary>
    /// The text as one word: itself when no character of it means anything to a shell, else in single quotes
    /// (POSIX.1-2024, Shell Command Language, 2.2).
    /// </summary>
    public static string Quote(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        return text.Length > 0 && text.All(IsPlain) ? text : $"'{text.Replace("'", @"'\''", StringComparison.Ordinal)}'";
    }

    private static bool IsPlain(char c) => char.IsAsciiLetterOrDigit(c) || c is '/' or '.' or '_' or '-' or '=' or ':' or ',' or '+' or '@' or '%';
}
