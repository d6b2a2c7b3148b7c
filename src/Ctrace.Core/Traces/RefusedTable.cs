using System.Globalization;

namespace Ctrace.Core.Traces;

/// <summary>What containers were refused, and would have been, as text in columns or as JSON. What containers named is escaped.</summary>
internal static class RefusedTable
{
    private static readonly string[] Heading = ["FIRST", "", "WHAT", "GIVEN", "ANSWER", "TIMES", "BY", "TRACEFILE", "PROFILE"];

    /// <summary>One a line, the first ones first; those whose time nobody noted are last. Times are UTC.</summary>
    public static string Text(IEnumerable<RefusedRow> rows)
    {
        string[][] cells = [Heading, .. Sorted(rows).Select(row => (string[])[
            row.First is { } first ? Time(first) : "-", row.Profile is null ? "was" : "would", Printable.Escape(row.Name), row.Given.Length > 0 ? row.Given : "-", Printable.Escape(row.Answer),
            row.Count.ToString(CultureInfo.InvariantCulture), Printable.Escape(row.Caller.ToString()), Printable.Escape(row.Tracefile), row.Profile is { } profile ? Printable.Escape(profile) : "-"])];
        return string.Concat(TextTable.Lines(cells).Select(line => line.TrimEnd() + "\n"));
    }

    /// <summary>An array of objects: docs/man/ctrace-status.1 documents the members.</summary>
    public static string Json(IEnumerable<RefusedRow> rows)
    {
        return JsonStyle.Text(json =>
        {
            json.WriteStartArray();
            foreach (var row in Sorted(rows))
            {
                json.WriteStartObject();
                json.WriteString("first", row.First is { } first ? Time(first) : null);
                json.WriteBoolean("refused", row.Profile is null);
                json.WriteString("profile", row.Profile is { } profile ? Printable.Escape(profile) : null);
                json.WriteString("name", Printable.Escape(row.Name));
                json.WriteString("given", row.Given.Length > 0 ? row.Given : null);
                json.WriteString("answer", row.Answer);
                json.WriteNumber("count", row.Count);
                json.WriteString("caller", $"{row.Caller.Kind}".ToLowerInvariant());
                json.WriteString("path", row.Caller.Kind == CallerKind.Program ? Printable.Escape(row.Caller.Path) : null);
                json.WriteString("tracefile", Printable.Escape(row.Tracefile));
                json.WriteEndObject();
            }

            json.WriteEndArray();
        });
    }

    private static IEnumerable<RefusedRow> Sorted(IEnumerable<RefusedRow> rows) => rows.OrderBy(row => row.First ?? long.MaxValue)
        .ThenBy(row => row.Tracefile, StringComparer.Ordinal).ThenBy(row => row.Name, StringComparer.Ordinal).ThenBy(row => row.Given, StringComparer.Ordinal)
        .ThenBy(row => row.Profile, StringComparer.Ordinal).ThenBy(row => row.Caller);

    private static string Time(long seconds) => DateTimeOffset.FromUnixTimeSeconds(seconds).UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);
}
