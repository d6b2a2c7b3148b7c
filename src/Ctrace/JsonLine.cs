using System.Text.Json;
using Ctrace.Core;

namespace Ctrace;

/// <summary>A JSON object on one line.</summary>
internal static class JsonLine
{
    /// <summary>An object with the members that a function writes.</summary>
    public static string Of(Action<Utf8JsonWriter> members) => Printable.EscapeJson(JsonStyle.TextOf(JsonStyle.Line, writer =>
    {
        writer.WriteStartObject();
        members(writer);
        writer.WriteEndObject();
    }));
}
