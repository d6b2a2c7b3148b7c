using System.Runtime.InteropServices;

namespace Ctrace.Interop;

/// <summary>Waits until every program that runs in the kernel now has ended.</summary>
internal static partial class Membarrier
{
    // uapi/linux/membarrier.h: MEMBARRIER_CMD_GLOBAL is synchronize_rcu() (kernel/sched/membarrier.c), and BPF
    // programs on tracepoints run under rcu_read_lock (kernel/trace/bpf_trace.c, __bpf_trace_run).
    private const int MEMBARRIER_CMD_GLOBAL = 1;

    /// <summary>One RCU grace period, or, where the kernel refuses (nohz_full), a time longer than any.</summary>
    public static void Wait()
    {
        var number = RuntimeInformation.ProcessArchitecture == Architecture.Arm64 ? 283 : 324;
        if (syscall(number, MEMBARRIER_CMD_GLOBAL, 0, 0) != 0)
        {
            Thread.Sleep(100);
        }
    }

    [LibraryImport("libc.so.6", SetLastError = true)]
    private static partial nint syscall(nint number, nint command, nint flags, nint cpu);
}
