using Ctrace.Core.Linux;
using Ctrace.Interop;

namespace Ctrace.Probes;

/// <summary>Something of the kernel's that the probes use where it is there.</summary>
/// <param name="Name">What the kernel has.</param>
/// <param name="Since">The first kernel that has it.</param>
/// <param name="Instead">What serves, or is lost, without it.</param>
/// <param name="IsThere">Whether this kernel has it: asked of the kernel, not of its version, which distributions' patches make a guess.</param>
internal sealed record KernelFeature(string Name, string Since, string Instead, bool IsThere)
{
    // Helpers' numbers: include/uapi/linux/bpf.h.
    private const uint TaskStorageGet = 156, GetCurrentTaskBtf = 158, TaskPtRegs = 175;

    private const ulong Exit = 0x95, ReturnZero = 0xb7; // exit; r0 = 0
    private const ulong StackWord = 0x7a | 10 << 8 | (ulong)0xfff8 << 16; // *(u64 *)(r10 - 8) = 0
    private const ulong One = 0xb7 | 1 << 8 | 1UL << 32; // r1 = 1
    private const ulong FetchAdd = 0xdb | 10 << 8 | 1 << 12 | (ulong)0xfff8 << 16 | 1UL << 32; // r1 = atomic_fetch_add((u64 *)(r10 - 8), r1)

    private static readonly ulong[] Nothing = [ReturnZero, Exit];

    /// <summary>All, as they came into the kernel. Needs the right to load programs: without, nothing is there.</summary>
    public static IReadOnlyList<KernelFeature> Look()
    {
        using var types = KernelTypes.Load();
        var tracepoint = types.Tracepoint("sys_enter");
        return
        [
            new("fexit", "Linux 5.5", "kprobes tell of capabilities", Takes(TrialProgram.LoadForReturn, types.Function("cap_capable"), Nothing)),
            new("kprobe", "CONFIG_KPROBE_EVENTS", "fexit or the tracepoint has to tell of capabilities", File.Exists("/sys/bus/event_source/devices/kprobe/type")),
            new("ring buffer", "Linux 5.8", "no captrace, strace and verify", TrialProgram.HasRingBuffer()),
            new("current task's type", "Linux 5.11", "it is read by helpers: slower", Takes(TrialProgram.LoadForTracepoint, tracepoint, [Call(GetCurrentTaskBtf), .. Nothing])),
            new("atomics that fetch", "Linux 5.12", "a container that is started again at once takes a second slot",
                Takes(TrialProgram.LoadForTracepoint, tracepoint, [StackWord, One, FetchAdd, .. Nothing])),
            new("task storage", "Linux 5.13", "tasks are kept in a hash map: slower, and no more than 32768", Knows(tracepoint, TaskStorageGet)),
            new("task's registers", "Linux 5.15", "they are read off the end of the stack", Knows(tracepoint, TaskPtRegs)),
            new("cap_capable tracepoint", "Linux 6.14", "fexit or kprobes tell of capabilities",
                Takes(TrialProgram.LoadForTracepoint, types.Tracepoint("cap_capable"), Nothing)),
        ];
    }

    private delegate int Loader(uint type, ReadOnlySpan<ulong> instructions);

    private static ulong Call(uint helper) => 0x85 | (ulong)helper << 32;

    private static bool Takes(Loader load, uint type, ulong[] instructions) => type != 0 && load(type, instructions) == 0;

    /// <summary>
    /// Whether a helper may be called in tracing programs. The verifier looks whether it knows it (EINVAL) before it looks at
    /// the arguments, of which there are none (EACCES; kernel/bpf/verifier.c, check_helper_call).
    /// </summary>
    private static bool Knows(uint tracepoint, uint helper) =>
        tracepoint != 0 && TrialProgram.LoadForTracepoint(tracepoint, [Call(helper), .. Nothing]) is 0 or Errno.EACCES;
}
