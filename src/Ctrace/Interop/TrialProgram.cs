using System.Runtime.InteropServices;

namespace Ctrace.Interop;

/// <summary>A tracing program of a few instructions, loaded only to see whether the kernel takes it.</summary>
internal static unsafe class TrialProgram
{
    // include/uapi/linux/bpf.h
    private const int BPF_PROG_TYPE_TRACING = 26;
    private const int BPF_TRACE_RAW_TP = 23, BPF_TRACE_FEXIT = 25;
    private const int BPF_MAP_TYPE_RINGBUF = 27;

    /// <summary>Loads it for a tracepoint, and closes it again.</summary>
    /// <param name="tracepoint">Its number in <see cref="KernelTypes"/>.</param>
    /// <param name="instructions">As the kernel takes them: struct bpf_insn.</param>
    /// <returns>0, or the positive errno.</returns>
    public static int LoadForTracepoint(uint tracepoint, ReadOnlySpan<ulong> instructions) => Load(BPF_TRACE_RAW_TP, tracepoint, instructions);

    /// <summary>The same, for a function's return.</summary>
    public static int LoadForReturn(uint function, ReadOnlySpan<ulong> instructions) => Load(BPF_TRACE_FEXIT, function, instructions);

    /// <summary>Whether ring buffers can be made.</summary>
    public static bool HasRingBuffer() => Libbpf.libbpf_probe_bpf_map_type(BPF_MAP_TYPE_RINGBUF, 0) == 1;

    private static int Load(int attachType, uint type, ReadOnlySpan<ulong> instructions)
    {
        var options = new LoadOptions { Size = (nuint)sizeof(LoadOptions), ExpectedAttachType = attachType, AttachBtfId = type };
        fixed (ulong* start = instructions)
        {
            var descriptor = Libbpf.bpf_prog_load(BPF_PROG_TYPE_TRACING, "trial", "GPL", start, (nuint)instructions.Length, &options);
            if (descriptor < 0)
            {
                return -descriptor;
            }

            _ = Libc.close(descriptor);
            return 0;
        }
    }

    /// <summary>The start of struct bpf_prog_load_opts (libbpf's bpf.h).</summary>
    [StructLayout(LayoutKind.Sequential)]
    private struct LoadOptions
    {
        public nuint Size;
        public int Attempts;
        public int ExpectedAttachType;
        public uint ProgramBtf;
        public uint Flags;
        public uint Interface;
        public uint KernelVersion;
        public uint AttachBtfId;
        public uint AttachProgram;
        public uint AttachBtfObject;
        public uint Zero;
    }
}
