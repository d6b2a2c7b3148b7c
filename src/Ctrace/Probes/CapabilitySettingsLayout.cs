using System.Runtime.InteropServices;

namespace Ctrace.Probes;

/// <summary>struct capability_settings in bpf/abi/capabilities.h.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct CapabilitySettingsLayout
{
    public TargetLayout Target;
    public uint Unaudited;
    public uint Executed;
}
