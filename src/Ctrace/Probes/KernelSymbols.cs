using System.Buffers.Text;
using System.Text;

namespace Ctrace.Probes;

/// <summary>Addresses of kernel functions, from /proc/kallsyms (proc(5); needs CAP_SYSLOG to be more than zeros).</summary>
internal static class KernelSymbols
{
    private const int BufferSize = 64 * 1024;

    /// <summary>
    /// The functions that check a capability only to be told, never to refuse: memory accounting asks for
    /// CAP_SYS_ADMIN to decide on a reserve (mm/util.c, __vm_enough_memory; security/commoncap.c,
    /// cap_vm_enough_memory), and those that ask without an audit record (kernel/capability.c).
    /// </summary>
    private static readonly byte[][] Names =
    [
        .. new[]
        {
            "cap_vm_enough_memory", "security_vm_enough_memory_mm", "has_capability_noaudit", "has_ns_capability_noaudit", "ns_capable_noaudit",
            "capable_noaudit", "bpf_ns_capable_noaudit",
        }.Select(Encoding.ASCII.GetBytes),
    ];

    /// <summary>Where those functions lie in the running kernel; empty when the kernel hides its addresses.</summary>
    public static IReadOnlyList<AddressRange> Noise()
    {
        using var symbols = File.OpenRead("/proc/kallsyms");
        return Noise(symbols);
    }

    /// <summary>
    /// The same, from any text in that format: <c>ADDRESS TYPE NAME [MODULE]</c>, in the order of addresses. Read as bytes:
    /// as strings, a kernel's 150,000 symbols are 15 MB.
    /// </summary>
    internal static IReadOnlyList<AddressRange> Noise(Stream symbols)
    {
        var ranges = new List<AddressRange>();
        ulong open = 0;
        ReadLines(symbols, line => Take(line, ranges, ref open));
        return ranges;
    }

    /// <summary>Gives each line of a text in that format to a function.</summary>
    internal static void ReadLines(Stream symbols, SymbolReader take)
    {
        var buffer = new byte[BufferSize];
        var held = 0;
        for (int read; (read = symbols.Read(buffer, held, buffer.Length - held)) > 0;)
        {
            ReadOnlySpan<byte> text = buffer.AsSpan(0, held + read);
            for (int end; (end = text.IndexOf((byte)'\n')) >= 0; text = text[(end + 1)..])
            {
                take(text[..end]);
            }

            // A line that fills the whole buffer is no symbol.
            held = text.Length == buffer.Length ? 0 : text.Length;
            text[..held].CopyTo(buffer);
        }
    }

    private static void Take(ReadOnlySpan<byte> line, List<AddressRange> ranges, ref ulong open)
    {
        var blank = line.IndexOf((byte)' ');
        if (blank < 1 || blank + 3 >= line.Length)
        {
            return;
        }

        var wanted = IsNoise(line[(blank + 3)..]);
        if ((open == 0 && !wanted) || !Utf8Parser.TryParse(line[..blank], out ulong address, out _, 'x') || address == 0)
        {
            return;
        }

        // A second name of the same address (an alias) ends nothing.
        if (open != 0 && address > open)
        {
            ranges.Add(new AddressRange(open, address));
            open = 0;
        }

        if (wanted && open == 0 && ranges.Count < Contract.NOISES)
        {
            open = address;
        }
    }

    private static bool IsNoise(ReadOnlySpan<byte> name)
    {
        foreach (var known in Names)
        {
            if (name.SequenceEqual(known))
            {
                return true;
            }
        }

        return false;
    }
}

/// <summary>Takes a line, without its end.</summary>
internal delegate void SymbolReader(ReadOnlySpan<byte> line);
