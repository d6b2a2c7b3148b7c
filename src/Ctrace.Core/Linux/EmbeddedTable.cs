namespace Ctrace.Core.Linux;

/// <summary>A file of tables/ that is embedded: a line with the source, a line with the columns' names, and the rows.</summary>
internal static class EmbeddedTable
{
    /// <summary>The rows' fields; what follows the last comma that counts may have further ones.</summary>
    public static IEnumerable<string[]> Rows(string name)
    {
        using var stream = typeof(EmbeddedTable).Assembly.GetManifestResourceStream(name) ?? throw new ArgumentException($"no table {name}", nameof(name));
        using var reader = new StreamReader(stream);
        reader.ReadLine();
        var columns = (reader.ReadLine() ?? "").Split(',').Length;
        while (reader.ReadLine() is { } line)
        {
            yield return line.Split(',', columns);
        }
    }
}
