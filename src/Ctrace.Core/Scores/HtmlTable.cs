namespace Ctrace.Core.Scores;

/// <summary>
/// A table that report.js makes sortable and, if it is long, filterable. Where there is little room each row becomes a block, whose cells name their column.
/// </summary>
internal static class HtmlTable
{
    // Containers choose how many programs and files they name.
    private const int MostRows = 2000;

    /// <summary>Appends it, without columns in which nothing stands.</summary>
    /// <param name="html">What it is appended to.</param>
    /// <param name="columns">The headings; of a number the cells end at the right edge, and are sorted by what they begin with.</param>
    /// <param name="rows">A cell for each column; the first names the row.</param>
    public static void Write(HtmlText html, HtmlColumn[] columns, IEnumerable<HtmlCell[]> rows)
    {
        List<HtmlCell[]> all = [.. rows];
        int[] shown = [.. Enumerable.Range(0, columns.Length).Where(at => at == 0 || all.Exists(row => row[at].Text.Length > 0))];
        html.Markup("<table class=\"data\">\n<thead><tr>");
        foreach (var at in shown)
        {
            html.Element(columns[at].IsNumber ? "th scope=\"col\" class=\"n\"" : "th scope=\"col\"", columns[at].Title);
        }

        html.Markup("</tr></thead>\n<tbody>\n");
        foreach (var row in all.Take(MostRows))
        {
            html.Markup("<tr>");
            foreach (var at in shown)
            {
                Write(html, columns[at], row[at], isFirst: at == 0);
            }

            html.Markup("</tr>\n");
        }

        html.Markup("</tbody>\n</table>\n").Markup(all.Count > MostRows ? $"<p class=\"soft\">and {all.Count - MostRows} more</p>\n" : "");
    }

    private static void Write(HtmlText html, HtmlColumn column, HtmlCell cell, bool isFirst)
    {
        html.Markup(isFirst ? "<th scope=\"row\">" : $"<td{(column.IsNumber ? " class=\"n\"" : cell.Mark is { } mark ? $" class=\"{mark}\"" : "")}{(cell.Text.Length > 0 ? $" data-l=\"{column.Title}\"" : "")}>");
        if (cell.Target is { } target)
        {
            html.Element($"a href=\"#{target}\"", cell.Text);
        }
        else
        {
            html.Text(cell.Text);
        }

        html.Markup(isFirst ? "</th>" : "</td>");
    }
}

/// <summary>A heading: fixed text.</summary>
internal readonly record struct HtmlColumn(string Title, bool IsNumber = false)
{
    public static implicit operator HtmlColumn(string title) => new(title);
}

/// <summary>A cell.</summary>
/// <param name="Text">Anything.</param>
/// <param name="Target">What on the page it leads to; null: nothing.</param>
/// <param name="Mark">A class of report.css, if any.</param>
internal readonly record struct HtmlCell(string Text, string? Target = null, string? Mark = null)
{
    public static implicit operator HtmlCell(string text) => new(text);
}
