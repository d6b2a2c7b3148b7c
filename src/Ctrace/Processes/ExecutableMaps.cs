using System.Globalization;

namespace Ctrace.Processes;

/// <summary>The executable mappings of a process, from /proc/ID/maps (proc_pid_maps(5)). The process can have as many as it likes, with any names: bounded.</summary>
internal sealed class ExecutableMaps
{
    // A process has 65,530 mappings at most unless somebody raised that (vm.max_map_count).
    private const int MostLines = 65_536, MostMappings = 8_192, MostCharacters = 256 * 1024;

    private readonly List<Mapping> _mappings = [];

    /// <summary>Reads them; null of a process that is gone or may not be looked at.</summary>
    public static ExecutableMaps? Of(int process)
    {
        try
        {
            var maps = Parse(File.ReadLines(string.Create(CultureInfo.InvariantCulture, $"/proc/{process}/maps")));
            return maps._mappings.Count > 0 ? maps : null;
        }
        catch (Exception gone) when (gone is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    /// <summary>Reads lines of <c>START-END PERMISSIONS OFFSET DEVICE INODE PATH</c>, in the order of addresses. What cannot be read is left out.</summary>
    internal static ExecutableMaps Parse(IEnumerable<string> lines)
    {
        var maps = new ExecutableMaps();
        var characters = 0;
        foreach (var line in lines.Take(MostLines))
        {
            if (ParseLine(line) is not { } mapping)
            {
                continue;
            }

            // One file has several.
            if (maps._mappings is [.., var last] && last.Path == mapping.Path)
            {
                mapping = mapping with { Path = last.Path };
            }
            else
            {
                characters += mapping.Path.Length;
            }

            if (maps._mappings.Count >= MostMappings || characters > MostCharacters)
            {
                break;
            }

            maps._mappings.Add(mapping);
        }

        return maps;
    }

    /// <summary>The file that is mapped at an address, and where in it that is. The path is empty for memory of no file; null where nothing is executable.</summary>
    public (string Path, ulong Offset)? Find(ulong address)
    {
        var (low, high) = (0, _mappings.Count);
        while (low < high)
        {
            var middle = (low + high) / 2;
            (low, high) = _mappings[middle].End <= address ? (middle + 1, high) : (low, middle);
        }

        return low < _mappings.Count && _mappings[low] is var found && found.Start <= address ? (found.Path, address - found.Start + found.Offset) : null;
    }

    private static Mapping? ParseLine(string line)
    {
        // The path is the rest of the line, blanks and all; the kernel writes a line feed in it as \012.
        var fields = line.Split(' ', 6);
        if (fields.Length < 5 || fields[1].Length < 4 || fields[1][2] != 'x' || fields[0].Split('-') is not [var start, var end])
        {
            return null;
        }

        return Hexadecimal(start) is { } from && Hexadecimal(end) is { } to && from < to && Hexadecimal(fields[2]) is { } offset
            ? new Mapping(from, to, offset, fields.Length > 5 ? fields[5].TrimStart(' ') : "")
            : null;
    }

    private static ulong? Hexadecimal(string text) =>
        ulong.TryParse(text, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var number) ? number : null;

    private sealed record Mapping(ulong Start, ulong End, ulong Offset, string Path);
}
