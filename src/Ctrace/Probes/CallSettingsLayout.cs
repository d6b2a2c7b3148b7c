using System.Runtime.InteropServices;

namespace Ctrace.Probes;

/// <summary>struct call_settings in bpf/calls.h.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct CallSettingsLayout
{
    public TargetLayout Target;
    public uint Lines;
    public uint Totals;
    public uint Execve;
    public uint Execveat;
}
