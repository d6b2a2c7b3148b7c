using System.CommandLine;
using System.Text;
using Ctrace.Core;
using Ctrace.Files;

namespace Ctrace.Commands.Options;

/// <summary>What a command says: its answer on standard output or in a file, and all else on standard error.</summary>
internal static class CommandOutput
{
    /// <summary>The option that says where a command's one text goes.</summary>
    public static Option<string> Create(string description) => new("--output", "-o")
    {
        Description = $"{description} (- for standard output)",
        HelpName = "FILE",
        DefaultValueFactory = _ => "-",
    };

    /// <summary>The option for an answer that programs read.</summary>
    public static Option<bool> Json(string description = "Print one JSON object") => new("--json") { Description = description };

    /// <summary>Prints a text on standard output.</summary>
    public static void Print(this ParseResult result, string text) => result.InvocationConfiguration.Output.Write(text);

    /// <summary>Writes a text to standard output for <c>-</c>, else to the file, whole or not at all.</summary>
    public static void Write(this ParseResult result, string path, string text)
    {
        if (path is "-" or "/dev/stdout")
        {
            result.Print(text);
        }
        else
        {
            AtomicFile.Write(path, Encoding.UTF8.GetBytes(text));
        }
    }

    /// <summary>Tells a line on standard error.</summary>
    public static void Tell(this ParseResult result, string line) => result.InvocationConfiguration.Error.WriteLine(Printable.Escape($"ctrace: {line}"));

    /// <summary>Tells on standard error what is worth knowing and no reason to worry.</summary>
    public static void Note(this ParseResult result, string note) => result.Tell($"note: {note}");

    /// <summary>Tells several such things.</summary>
    public static void Note(this ParseResult result, IEnumerable<string> notes)
    {
        foreach (var note in notes)
        {
            result.Note(note);
        }
    }

    /// <summary>Tells on standard error what a recording does not hold, or a platform will not do.</summary>
    public static void Warn(this ParseResult result, string warning) => result.Tell($"warning: {warning}");

    /// <summary>Tells several such things.</summary>
    public static void Warn(this ParseResult result, IEnumerable<string> warnings)
    {
        foreach (var warning in warnings)
        {
            result.Warn(warning);
        }
    }
}
