using System.Text.Json;

namespace Ctrace.Core.Checks;

/// <summary>A SARIF 2.1.0 file (OASIS): a result for each forbidden thing that was seen.</summary>
internal static class CheckSarif
{
    /// <summary>The file.</summary>
    /// <param name="violations">What was seen.</param>
    /// <param name="version">The program's own version.</param>
    public static byte[] Write(IReadOnlyList<Violation> violations, string version)
    {
        ArgumentNullException.ThrowIfNull(violations);
        return JsonStyle.Bytes(writer =>
        {
            writer.WriteStartObject();
            writer.WriteString("$schema", "https://json.schemastore.org/sarif-2.1.0.json");
            writer.WriteString("version", "2.1.0");
            writer.WriteStartArray("runs");
            writer.WriteStartObject();
            Tool(writer, version);
            writer.WriteStartArray("results");
            foreach (var violation in violations)
            {
                Result(writer, violation);
            }

            writer.WriteEndArray();
            writer.WriteEndObject();
            writer.WriteEndArray();
            writer.WriteEndObject();
        });
    }

    private static void Tool(Utf8JsonWriter writer, string version)
    {
        writer.WriteStartObject("tool");
        writer.WriteStartObject("driver");
        writer.WriteString("name", "ctrace");
        writer.WriteString("version", version);
        writer.WriteStartArray("rules");
        foreach (var (id, meaning) in Violation.Rules)
        {
            writer.WriteStartObject();
            writer.WriteString("id", id);
            writer.WriteStartObject("shortDescription");
            writer.WriteString("text", meaning);
            writer.WriteEndObject();
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
        writer.WriteEndObject();
        writer.WriteEndObject();
    }

    private static void Result(Utf8JsonWriter writer, Violation violation)
    {
        writer.WriteStartObject();
        writer.WriteString("ruleId", violation.Rule);
        writer.WriteString("level", "error");
        writer.WriteStartObject("message");
        writer.WriteString("text", violation.Message);
        writer.WriteEndObject();
        writer.WriteStartArray("locations");
        writer.WriteStartObject();
        writer.WriteStartObject("physicalLocation");
        writer.WriteStartObject("artifactLocation");
        // Relative, as most readers want it: the path without its root.
        writer.WriteString("uri", string.Join('/', violation.Exe.TrimStart('/').Split('/').Select(Uri.EscapeDataString)));
        writer.WriteEndObject();
        writer.WriteEndObject();
        writer.WriteEndObject();
        writer.WriteEndArray();
        writer.WriteEndObject();
    }
}
