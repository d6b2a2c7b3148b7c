using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Ctrace.Core.Traces;

namespace Ctrace.Probes;

/// <summary>struct argument_plan in bpf/abi/trace.h: what of a call's arguments is recorded.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct ArgumentPlanLayout
{
    public uint Place;
    public uint Pointed;
    public ArgumentArray Masks;
    public uint Note;
    public uint Unused;
}

/// <summary>struct argument_counts in bpf/abi/trace.h: how many combinations there are, by place.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct ArgumentCountsLayout
{
    /// <summary>ARGUMENT_CALLS.</summary>
    public const int Places = 256;

    public PlaceArray Combinations;

    [InlineArray(Places)]
    internal struct PlaceArray
    {
        private uint _first;
    }
}

/// <summary>struct argument_key in bpf/abi/trace.h.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct ArgumentKey
{
    public uint Slot;
    public uint Index;
    public ArgumentArray Values;
}

/// <summary>ARGUMENTS in bpf/abi/trace.h.</summary>
[InlineArray(CallArguments.MaxValues)]
internal struct ArgumentArray
{
    private ulong _first;
}
