using System.Buffers.Text;
using System.Runtime.InteropServices;
using System.Text;

namespace Ctrace.Probes;

/// <summary>In which of the kernel's functions addresses lie, by /proc/kallsyms: the last that begins at or before each. Read once, ahead of all events.</summary>
internal sealed class KernelFunctions
{
    private readonly List<ulong> _starts = [];
    private readonly List<(int At, int Length)> _places = [];
    private readonly List<byte> _names = [];

    /// <param name="symbols">A text as /proc/kallsyms has it.</param>
    public KernelFunctions(Stream symbols)
    {
        KernelSymbols.ReadLines(symbols, Take);
        var sorted = _starts.Zip(_places).OrderBy(symbol => symbol.First).ToArray();
        (_starts, _places) = ([.. sorted.Select(symbol => symbol.First)], [.. sorted.Select(symbol => symbol.Second)]);
    }

    /// <summary>Reads those of the running kernel; none where it hides its addresses.</summary>
    public static KernelFunctions OfThisKernel()
    {
        using var symbols = File.OpenRead("/proc/kallsyms");
        return new KernelFunctions(symbols);
    }

    /// <summary>
    /// The frames of a stack that are the call's own way into the kernel. Those further in are how the probe came to run: tracing and
    /// BPF. None where the kernel hides its addresses.
    /// </summary>
    public IReadOnlyList<KernelFrame> Of(IReadOnlyCollection<ulong> stack)
    {
        KernelFrame[] frames = [.. stack.Select(Find).OfType<KernelFrame>()];
        return frames[(Array.FindLastIndex(frames, IsProbe) + 1)..];
    }

    // syscall_exit_work is what calls the tracepoint of an exit (include/linux/entry-common.h).
    private static bool IsProbe(KernelFrame frame) =>
        frame.Function.Contains("trace", StringComparison.Ordinal) || frame.Function.Contains("bpf", StringComparison.Ordinal)
            || frame.Function.StartsWith("syscall_exit_work", StringComparison.Ordinal);

    private KernelFrame? Find(ulong address)
    {
        var at = _starts.BinarySearch(address);
        at = at < 0 ? ~at - 1 : at;
        if (at < 0)
        {
            return null;
        }

        var (place, length) = _places[at];
        return new KernelFrame(Encoding.ASCII.GetString(CollectionsMarshal.AsSpan(_names).Slice(place, length)), address - _starts[at]);
    }

    private void Take(ReadOnlySpan<byte> line)
    {
        // ADDRESS TYPE NAME [MODULE], the last behind a tab; code has the type t or w (nm(1)).
        var blank = line.IndexOf((byte)' ');
        if (blank < 1 || blank + 3 >= line.Length || (line[blank + 1] | 0x20) is not ('t' or 'w') || !Utf8Parser.TryParse(line[..blank], out ulong start, out _, 'x') || start == 0)
        {
            return;
        }

        var name = line[(blank + 3)..];
        name = name.IndexOf((byte)'\t') is >= 0 and var end ? name[..end] : name;
        _starts.Add(start);
        _places.Add((_names.Count, name.Length));
        _names.AddRange(name);
    }
}

/// <summary>A place in the kernel.</summary>
/// <param name="Function">The function.</param>
/// <param name="Offset">Where in it.</param>
internal sealed record KernelFrame(string Function, ulong Offset);
