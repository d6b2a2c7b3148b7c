using System.Text.Json;

namespace Ctrace.Core.Seccomp.Filters;

/// <summary>A verdict as members of a JSON object: <c>allowed</c>, <c>complete</c> where it is not, <c>outcomes</c>.</summary>
internal static class VerdictJson
{
    /// <summary>Writes the members; an outcome without <c>when</c> is what happens otherwise.</summary>
    public static void Write(Utf8JsonWriter writer, FilterVerdict verdict)
    {
        ArgumentNullException.ThrowIfNull(writer);
        ArgumentNullException.ThrowIfNull(verdict);
        writer.WriteString("allowed", verdict.AlwaysRuns ? "always" : verdict.CanRun ? "depends" : "never");
        if (!verdict.IsComplete)
        {
            writer.WriteBoolean("complete", false);
        }

        writer.WriteStartArray("outcomes");
        foreach (var outcome in verdict.Outcomes)
        {
            writer.WriteStartObject();
            writer.WriteString("action", outcome.Action);
            if (!outcome.When.IsEmpty)
            {
                writer.WriteStartArray("when");
                foreach (var condition in outcome.When)
                {
                    writer.WriteStringValue(condition);
                }

                writer.WriteEndArray();
            }

            writer.WriteEndObject();
        }

        writer.WriteEndArray();
    }
}
