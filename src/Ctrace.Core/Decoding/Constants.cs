using System.Globalization;

namespace Ctrace.Core.Decoding;

/// <summary>
/// The constants of the C headers, by group and by name (tables/constants.csv). The numbers are those of x86, which
/// the other architectures mostly share (asm-generic); docs/decoding.md lists what differs.
/// </summary>
internal static class Constants
{
    /// <summary>AT_FDCWD (include/uapi/linux/fcntl.h).</summary>
    public const int AtFdcwd = -100;

    private static readonly Lazy<(Dictionary<string, ConstantGroup> Groups, Dictionary<string, ulong> Values)> Table = new(Parse);

    /// <summary>A group by its name in the table; several joined by + are looked up in that order.</summary>
    public static ConstantGroup Group(string name) => Table.Value.Groups[name];

    /// <summary>Whether there is such a group.</summary>
    public static bool HasGroup(string name) => Table.Value.Groups.ContainsKey(name);

    /// <summary>The value of a name, or null.</summary>
    public static ulong? Value(string name) => Table.Value.Values.TryGetValue(name, out var value) ? value : null;

    private static (Dictionary<string, ConstantGroup> Groups, Dictionary<string, ulong> Values) Parse()
    {
        var constants = new Dictionary<string, List<(string, ulong)>>(StringComparer.Ordinal);
        var values = new Dictionary<string, ulong>(StringComparer.Ordinal);
        var group = "";
        foreach (var word in ConstantTable.Constants.Split([' ', '\n'], StringSplitOptions.RemoveEmptyEntries))
        {
            if (word[^1] == ':')
            {
                group = word[..^1];
                constants[group] = [];
                continue;
            }

            var equals = word.IndexOf('=', StringComparison.Ordinal);
            var value = (ulong)long.Parse(word.AsSpan(equals + 1), CultureInfo.InvariantCulture);
            constants[group].Add((word[..equals], value));
            values.TryAdd(word[..equals], value);
        }

        constants["fcntl_commands+fcntl64_commands"] = [.. constants["fcntl_commands"], .. constants["fcntl64_commands"]];
        return (constants.ToDictionary(entry => entry.Key, entry => new ConstantGroup(entry.Value), StringComparer.Ordinal), values);
    }
}
