using System.CommandLine;
using System.Text;
using Ctrace.Files;

namespace Ctrace.Commands.Options;

/// <summary>Where a command's one text goes.</summary>
internal static class TextOutput
{
    public static Option<string> Create(string description) => new("--output", "-o")
    {
        Description = $"{description} (- for standard output, as without it)",
        HelpName = "FILE",
        DefaultValueFactory = _ => "-",
    };

    /// <summary>Writes it to standard output for <c>-</c>, else to the file, whole or not at all.</summary>
    public static void Write(ParseResult result, string path, string text)
    {
        if (path is "-" or "/dev/stdout")
        {
            result.InvocationConfiguration.Output.Write(text);
        }
        else
        {
            AtomicFile.Write(path, Encoding.UTF8.GetBytes(text));
        }
    }
}
