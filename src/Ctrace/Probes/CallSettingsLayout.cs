using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Ctrace.Probes;

/// <summary>struct call_settings in bpf/abi/strace.h.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct CallSettingsLayout
{
    public TargetLayout Target;
    public uint Lines;
    public uint Totals;
    public uint Execve;
    public uint Execveat;
    public uint Ends;
    public uint Denials;
    public NumberArray Numbers;

    /// <summary>By number, whether a call is wanted in any ABI.</summary>
    [InlineArray(Size)]
    internal struct NumberArray
    {
        public const int Size = 1024;

        private byte _first;
    }
}
