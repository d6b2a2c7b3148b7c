using System.Globalization;
using Ctrace.Core.Linux;

namespace Ctrace.Core.Traces;

/// <summary>Who used what, as text in columns or as JSON. What the container named is escaped.</summary>
internal static class CallerTable
{
    /// <summary>One a line, below a heading; with a column of last times where some are known (of the call or capability, whoever used it).</summary>
    /// <param name="rows">In the order in which they are written.</param>
    /// <param name="native">The architecture whose calls are not said to be of it.</param>
    public static string Text(IReadOnlyCollection<CallerRow> rows, Architecture native)
    {
        ArgumentNullException.ThrowIfNull(rows);
        string[][] cells = [["FIRST", "LAST", "WHAT", "WHO"], .. rows.Select(row => (string[])[Seconds(row.First), Last(row) ?? "-", What(row, native), Printable.Escape(row.Caller.ToString())])];
        cells = rows.Any(row => row.Last is not null) ? cells : [.. cells.Select(row => (string[])[row[0], row[2], row[3]])];
        return string.Concat(TextTable.Lines(cells, right: [0]).Select(line => $"{line}\n"));
    }

    /// <summary>An array of objects: first_ms, architecture (null for a capability), name, caller (program, runtime, unknown, others), path, held (null, or file, capset, ambient), last (of the call or capability, whoever used it; null where nobody noted it).</summary>
    public static string Json(IEnumerable<CallerRow> rows)
    {
        ArgumentNullException.ThrowIfNull(rows);
        return JsonStyle.Text(json =>
        {
            json.WriteStartArray();
            foreach (var row in rows)
            {
                json.WriteStartObject();
                json.WriteNumber("first_ms", row.First);
                json.WriteString("architecture", row.Architecture?.Name);
                json.WriteString("name", row.Name);
                json.WriteString("caller", $"{row.Caller.Kind}".ToLowerInvariant());
                json.WriteString("path", row.Caller.Kind == CallerKind.Program ? Printable.Escape(row.Caller.Path) : null);
                json.WriteString("held", row.Held is { } held ? $"{held}".ToLowerInvariant() : null);
                json.WriteString("last", Last(row));
                json.WriteEndObject();
            }

            json.WriteEndArray();
        });
    }

    /// <summary>Milliseconds as seconds: 0.412 s.</summary>
    public static string Seconds(ulong milliseconds) => string.Create(CultureInfo.InvariantCulture, $"{milliseconds / 1000}.{milliseconds % 1000:000} s");

    private static string? Last(CallerRow row) =>
        row.Last is { } seconds ? DateTimeOffset.FromUnixTimeSeconds(seconds).UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture) : null;

    private static string What(CallerRow row, Architecture native) => row.Architecture is not { } architecture ? $"CAP_{row.Name.ToUpperInvariant()}{(row.Held is { } held ? $" (held: {held})".ToLowerInvariant() : "")}"
        : architecture == native ? row.Name : $"{row.Name} ({architecture})";
}
