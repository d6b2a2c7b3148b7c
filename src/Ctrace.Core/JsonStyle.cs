using System.Text.Encodings.Web;
using System.Text.Json;

namespace Ctrace.Core;

/// <summary>How reports are written as JSON.</summary>
public static class JsonStyle
{
    /// <summary>Indented, and with the characters that only a browser would take for more than text as they are.</summary>
    public static JsonWriterOptions Report { get; } = new() { Indented = true, NewLine = "\n", Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };
}
