using System.Runtime.CompilerServices;

namespace Ctrace.Core.Tests.Linux;

/// <summary>A file of tables/: a line with the source, a line with the names of the columns, and the rows.</summary>
internal static class TableFile
{
    public static string Root => Path.GetFullPath("../../..", Folder());

    public static string Source(string name) => Lines(name)[0];

    /// <summary>The rows' fields; the last one can be quoted, as RFC 4180 has it.</summary>
    public static IEnumerable<string[]> Rows(string name)
    {
        var columns = Lines(name)[1].Split(',').Length;
        return Lines(name).Skip(2).Select(line =>
        {
            var fields = line.Split(',', columns);
            fields[^1] = fields[^1].StartsWith('"') ? fields[^1][1..^1].Replace("\"\"", "\"", StringComparison.Ordinal) : fields[^1];
            return fields;
        });
    }

    private static string[] Lines(string name) => File.ReadAllLines(Path.Combine(Root, "tables", name));

    private static string Folder([CallerFilePath] string source = "") => Path.GetDirectoryName(source)!;
}
