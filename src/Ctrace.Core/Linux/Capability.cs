namespace Ctrace.Core.Linux;

/// <summary>
/// The capabilities of Linux by number and name (capabilities(7); include/uapi/linux/capability.h of Linux 6.18).
/// Names are lower case and without the prefix: <c>net_raw</c>, as tracefiles and <c>docker run --cap-add</c> take them.
/// </summary>
public static class Capability
{
    private const string Prefix = "CAP_";

    private static readonly Lazy<NameTable> Table = new(() => NameTable.ParseRuns(CapabilityTable.Capabilities, StringComparer.OrdinalIgnoreCase));

    /// <summary>All capabilities, by ascending number; the numbers have no gap.</summary>
    public static IReadOnlyList<(int Number, string Name)> All => Table.Value.Entries;

    /// <summary>The largest number, CAP_LAST_CAP: 40. A newer kernel can have more (/proc/sys/kernel/cap_last_cap).</summary>
    public static int Last => All[^1].Number;

    /// <summary>The name; null for a number that is not from 0 to <see cref="Last"/>.</summary>
    public static string? Name(int number) => Table.Value.Name(number);

    /// <summary>The number of a name in any case, with or without <c>CAP_</c>; null when there is no such capability.</summary>
    public static int? Number(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        return Table.Value.Number(name.StartsWith(Prefix, StringComparison.OrdinalIgnoreCase) ? name[Prefix.Length..] : name);
    }
}
