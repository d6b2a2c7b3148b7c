using Ctrace.Core;

namespace Ctrace.Commands.Options;

/// <summary>One line on the terminal that says what is being done, and is written over by the next; nothing where standard error is no terminal.</summary>
/// <param name="errors">Standard error.</param>
internal sealed class ProgressLine(TextWriter errors)
{
    /// <summary>Shows a text in its place; empty: nothing.</summary>
    public void Show(string text)
    {
        if (!Console.IsErrorRedirected)
        {
            errors.Write($"\r\e[K{text}");
        }
    }

    /// <summary>Tells a line that stays, to a person who waits: only on a terminal.</summary>
    public void Say(string line)
    {
        if (!Console.IsErrorRedirected)
        {
            errors.WriteLine($"ctrace: {line}");
        }
    }

    /// <summary>Says that a recording goes on until somebody ends it.</summary>
    public void Recording(string name) => Say($"recording {Printable.Escape(name)}; ^C ends");

    /// <summary>Tells a line that stays.</summary>
    public void Tell(string line)
    {
        Show("");
        errors.WriteLine(line);
    }
}
