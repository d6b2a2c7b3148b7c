using System.Runtime.InteropServices;

namespace Ctrace.Probes;

/// <summary>struct call_total in bpf/abi/strace.h.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct CallTotalLayout
{
    public ulong Calls;
    public ulong Errors;
    public ulong Nanoseconds;
}
