namespace Ctrace.Core;

/// <summary>Rows of text in columns that are as wide as their widest cell.</summary>
internal static class TextTable
{
    /// <summary>A line a row. The last cell of a row has no blanks behind it.</summary>
    /// <param name="rows">The cells; a row can have fewer than others.</param>
    /// <param name="right">Which columns end at their right edge: numbers.</param>
    /// <param name="gap">What stands between two columns.</param>
    public static IEnumerable<string> Lines(IReadOnlyList<string[]> rows, IReadOnlyList<int>? right = null, string gap = "  ")
    {
        ArgumentNullException.ThrowIfNull(rows);
        int[] widths = [.. Enumerable.Range(0, rows.Max(row => row.Length)).Select(column => rows.Max(row => column < row.Length ? row[column].Length : 0))];
        return rows.Select(row => string.Join(gap, row.Select((cell, column) =>
            right?.Contains(column) == true ? cell.PadLeft(widths[column]) : column < row.Length - 1 ? cell.PadRight(widths[column]) : cell)));
    }
}
