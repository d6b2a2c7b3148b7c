using System.Globalization;
using System.Text.Json;
using Ctrace.Core;

namespace Ctrace.Views;

/// <summary>A frame of a stack: an address of the program and where that lies, or a place in the kernel.</summary>
/// <param name="File">The mapped file, as /proc/PID/maps gives it; empty for memory of no file; null where that is not known.</param>
/// <param name="Kernel">The kernel's function.</param>
/// <param name="Offset">Where in the file or the function it is.</param>
/// <param name="Address">Where in the program's memory it is.</param>
internal sealed record CallFrame(string? File, string? Kernel, ulong Offset, ulong Address)
{
    /// <summary>The line behind a call's line, in strace's form of a frame without a name.</summary>
    public string Line => this switch
    {
        { Kernel: { } function } => $" > [kernel] {Printable.Escape(function)}+{Hexadecimal(Offset)}",
        { File: { Length: > 0 } file } => $" > {Printable.Escape(file)}() [{Hexadecimal(Offset)}]",
        { File: not null } => $" > [anonymous] [{Hexadecimal(Address)}]",
        _ => $" > [unknown] [{Hexadecimal(Address)}]",
    };

    /// <summary>Writes the same as an object.</summary>
    public void Write(Utf8JsonWriter writer)
    {
        writer.WriteStartObject();
        if (Kernel is not null)
        {
            writer.WriteString("kernel", Kernel);
            writer.WriteString("offset", Hexadecimal(Offset));
        }
        else
        {
            var isFile = File is { Length: > 0 };
            writer.WriteString("file", isFile ? File : null);
            writer.WriteString("offset", isFile ? Hexadecimal(Offset) : null);
            writer.WriteString("address", Hexadecimal(Address));
        }

        writer.WriteEndObject();
    }

    private static string Hexadecimal(ulong number) => string.Create(CultureInfo.InvariantCulture, $"0x{number:x}");
}
