namespace Ctrace.Views;

/// <summary>
/// A terminal on which one text is replaced by the next in place, on a screen of its own: what stood there before is there again at the end. The
/// sequences are those that terminals have in common with xterm (console_codes(4)).
/// </summary>
internal sealed class LiveScreen : IDisposable
{
    // Its own screen, no cursor, no line breaks of the terminal's own: a line that is too long is cut.
    private const string Enter = "\e[?1049h\e[?25l\e[?7l", Leave = "\e[?7h\e[?25h\e[?1049l";

    private static readonly (int Lines, int Columns) Standard = (24, 80);
    private readonly EventOutput _output;

    /// <param name="output">A terminal.</param>
    public LiveScreen(EventOutput output)
    {
        _output = output;
        _output.Write(Enter);
    }

    /// <summary>Whether an output is a terminal that can do that.</summary>
    public static bool IsPossible(EventOutput output) => output.IsTerminal && Environment.GetEnvironmentVariable("TERM") is not (null or "" or "dumb");

    /// <summary>How many lines and columns there are now.</summary>
    public (int Lines, int Columns) Size => _output.Size ?? Standard;

    /// <summary>Shows lines of printable characters; those that have no room are left out.</summary>
    public void Show(IReadOnlyList<string> lines)
    {
        var (most, columns) = Size;
        var shown = lines.Take(most).Select(line => (line.Length > columns ? line[..columns] : line) + "\e[K");
        _output.Write($"\e[H{string.Join("\r\n", shown)}\e[J");
        _output.Flush();
    }

    /// <inheritdoc />
    public void Dispose()
    {
        _output.Write(Leave);
        _output.Flush();
    }
}
