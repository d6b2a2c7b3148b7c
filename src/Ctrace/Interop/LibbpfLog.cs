using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Text;

namespace Ctrace.Interop;

/// <summary>
/// Takes what libbpf would print and keeps its last lines, so that a failure to load can say why in one line.
/// With CTRACE_BPF_LOG set, everything goes to stderr as well.
/// </summary>
internal static unsafe partial class LibbpfLog
{
    private const int Kept = 64;
    private const int LineSize = 1024;
    private const int EchoSize = 4 * 1024 * 1024;
    private static readonly Queue<string> Lines = new();
    private static readonly bool Echo = Environment.GetEnvironmentVariable("CTRACE_BPF_LOG") is not null;

    /// <summary>Has libbpf print here from now on.</summary>
    public static void Capture() => _ = Libbpf.libbpf_set_print(&Print);

    /// <summary>The last line that tells of a failure, or empty.</summary>
    public static string LastFailure()
    {
        lock (Lines)
        {
            return Lines.LastOrDefault(line => line.Contains("failed", StringComparison.Ordinal)
                && !line.Contains("failed to load object", StringComparison.Ordinal)) ?? Lines.LastOrDefault() ?? "";
        }
    }

    [LibraryImport("libc.so.6")]
    private static partial int vsnprintf(byte* buffer, nuint size, byte* format, nint arguments);

    [UnmanagedCallersOnly]
    private static int Print(int level, byte* format, nint arguments)
    {
        // An exception must not reach C.
        try
        {
            const int Debug = 2; // enum libbpf_print_level
            if (level >= Debug && !Echo)
            {
                return 0;
            }

            // The verifier's log comes in one piece.
            var buffer = new byte[Echo ? EchoSize : LineSize];
            int length;
            fixed (byte* start = buffer)
            {
                length = vsnprintf(start, (nuint)buffer.Length, format, arguments);
            }

            Keep(Encoding.UTF8.GetString(buffer, 0, Math.Clamp(length, 0, buffer.Length - 1)));
        }
        catch (Exception failure) when (failure is not OutOfMemoryException)
        {
            return 0;
        }

        return 0;
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void Keep(string text)
    {
        lock (Lines)
        {
            foreach (var line in text.Split('\n', StringSplitOptions.RemoveEmptyEntries))
            {
                Lines.Enqueue(line.StartsWith("libbpf: ", StringComparison.Ordinal) ? line["libbpf: ".Length..] : line);
            }

            while (Lines.Count > Kept)
            {
                Lines.Dequeue();
            }
        }

        if (Echo)
        {
            Console.Error.Write(text);
        }
    }
}
