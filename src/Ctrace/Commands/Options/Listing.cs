using System.Text.Json;
using Ctrace.Core;

namespace Ctrace.Commands.Options;

/// <summary>What a look-up found, as text in columns or as JSON.</summary>
/// <param name="Number">The number.</param>
/// <param name="Name">The name that it stands for.</param>
/// <param name="Meaning">What it says, where there is more than a name.</param>
/// <param name="Architecture">Whose number it is, where that matters; JSON only.</param>
internal sealed record Listing(int Number, string Name, string? Meaning = null, string? Architecture = null)
{
    private string[] Cells => Meaning is null ? [$"{Number}", Name] : [$"{Number}", Name, Meaning];

    /// <summary>One a line, the numbers right-aligned.</summary>
    public static string Columns(IEnumerable<Listing> rows) =>
        string.Concat(TextTable.Lines([.. rows.Select(row => row.Cells)], right: [0], gap: " ").Select(line => $"{line}\n"));

    /// <summary>An array of objects.</summary>
    public static string Json(IEnumerable<Listing> rows) => JsonStyle.Text(JsonStyle.Indented, writer =>
    {
        writer.WriteStartArray();
        foreach (var row in rows)
        {
            row.Write(writer);
        }

        writer.WriteEndArray();
    });

    /// <summary>One object.</summary>
    public string Json() => JsonStyle.Text(JsonStyle.Indented, Write);

    private void Write(Utf8JsonWriter writer)
    {
        writer.WriteStartObject();
        if (Architecture is not null)
        {
            writer.WriteString("architecture", Architecture);
        }

        writer.WriteNumber("number", Number);
        writer.WriteString("name", Name);
        if (Meaning is not null)
        {
            writer.WriteString("meaning", Meaning);
        }

        writer.WriteEndObject();
    }
}
