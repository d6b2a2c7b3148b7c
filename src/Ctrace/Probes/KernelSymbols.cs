using System.Globalization;

namespace Ctrace.Probes;

/// <summary>Addresses of kernel functions, from /proc/kallsyms (proc(5); needs CAP_SYSLOG to be more than zeros).</summary>
internal static class KernelSymbols
{
    /// <summary>
    /// The functions that check a capability only to be told, never to refuse: memory accounting asks for
    /// CAP_SYS_ADMIN to decide on a reserve (mm/util.c, __vm_enough_memory; security/commoncap.c,
    /// cap_vm_enough_memory), and those that ask without an audit record (kernel/capability.c).
    /// </summary>
    private static readonly string[] NoiseNames =
    [
        "cap_vm_enough_memory", "security_vm_enough_memory_mm",
        "has_capability_noaudit", "has_ns_capability_noaudit", "ns_capable_noaudit", "capable_noaudit", "bpf_ns_capable_noaudit",
    ];

    /// <summary>Where those functions lie in the running kernel; empty when the kernel hides its addresses.</summary>
    public static IReadOnlyList<AddressRange> Noise()
    {
        using var lines = new StreamReader("/proc/kallsyms");
        return Noise(lines);
    }

    /// <summary>The same, from any text in that format: <c>ADDRESS TYPE NAME [MODULE]</c>, in the order of addresses.</summary>
    internal static IReadOnlyList<AddressRange> Noise(TextReader lines)
    {
        var ranges = new List<AddressRange>();
        ulong? open = null;
        while (lines.ReadLine() is { } line)
        {
            var blank = line.IndexOf(' ', StringComparison.Ordinal);
            if (blank < 1 || blank + 3 >= line.Length)
            {
                continue;
            }

            var name = line.AsSpan(blank + 3);
            var wanted = IsNoise(name);
            if (open is null && !wanted)
            {
                continue;
            }

            if (!ulong.TryParse(line.AsSpan(0, blank), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var address) || address == 0)
            {
                continue;
            }

            // A second name of the same address (__pfx_, an alias) ends nothing.
            if (open is { } start && address > start)
            {
                ranges.Add(new AddressRange(start, address));
                open = null;
            }

            if (wanted && ranges.Count < SettingsLayout.MaxNoises)
            {
                open ??= address;
            }
        }

        return ranges;
    }

    private static bool IsNoise(ReadOnlySpan<char> name)
    {
        foreach (var noise in NoiseNames)
        {
            if (name.SequenceEqual(noise))
            {
                return true;
            }
        }

        return false;
    }
}
