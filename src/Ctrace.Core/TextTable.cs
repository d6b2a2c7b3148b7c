namespace Ctrace.Core;

/// <summary>Text in columns: each as wide as its widest cell, two spaces between them. Cells are printed as they are.</summary>
public static class TextTable
{
    /// <summary>The rows, one a line; no line ends in spaces.</summary>
    /// <param name="rows">As many cells in each; the heading is one of them.</param>
    /// <param name="indent">What each line begins with.</param>
    /// <param name="alignedRight">The columns, from 0, whose cells stand at their right edge.</param>
    public static string Format(IReadOnlyList<string[]> rows, string indent = "", params IEnumerable<int> alignedRight)
    {
        ArgumentNullException.ThrowIfNull(rows);
        HashSet<int> right = [.. alignedRight];
        int[] widths = rows.Count == 0 ? [] : [.. rows[0].Select((_, column) => rows.Max(row => row[column].Length))];
        return string.Concat(rows.Select(row => indent + string.Join("  ", row.Select(Cell)).TrimEnd() + "\n"));

        string Cell(string text, int column) => right.Contains(column) ? text.PadLeft(widths[column]) : text.PadRight(widths[column]);
    }
}
