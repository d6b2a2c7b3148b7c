using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Ctrace.Core.Decoding.Capture;

namespace Ctrace.Probes;

/// <summary>struct call_plan in bpf/abi/strace.h.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct CallPlanLayout
{
    public uint Wanted;
    public uint Replaces;
    public uint Logged;
    public StepArray Steps;

    /// <summary>A plan's steps; the rest is zeros.</summary>
    [InlineArray(CaptureStep.Most)]
    internal struct StepArray
    {
        private CaptureStep _first;
    }
}
