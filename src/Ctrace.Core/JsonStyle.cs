using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Ctrace.Core;

/// <summary>How JSON is written.</summary>
internal static class JsonStyle
{
    /// <summary>On lines of its own, with all characters escaped that HTML could take for its own.</summary>
    public static JsonWriterOptions Indented { get; } = new() { Indented = true, NewLine = "\n" };

    /// <summary>The same, and with the characters that only a browser would take for more than text as they are.</summary>
    public static JsonWriterOptions Report { get; } = Indented with { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>On one line, with these characters as they are.</summary>
    public static JsonWriterOptions Line { get; } = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>A value as a report, ending with a line feed.</summary>
    public static byte[] Bytes(Action<Utf8JsonWriter> write) => [.. Value(Report, write), (byte)'\n'];

    /// <summary>A value as text, ending with a line feed.</summary>
    public static string Text(JsonWriterOptions style, Action<Utf8JsonWriter> write) => TextOf(style, write) + "\n";

    /// <summary>The same as a report.</summary>
    public static string Text(Action<Utf8JsonWriter> write) => Text(Report, write);

    /// <summary>A value as text, and nothing behind it.</summary>
    public static string TextOf(JsonWriterOptions style, Action<Utf8JsonWriter> write) => Encoding.UTF8.GetString(Value(style, write));

    private static byte[] Value(JsonWriterOptions style, Action<Utf8JsonWriter> write)
    {
        ArgumentNullException.ThrowIfNull(write);
        using var buffer = new MemoryStream();
        using (var writer = new Utf8JsonWriter(buffer, style))
        {
            write(writer);
        }

        return buffer.ToArray();
    }
}
