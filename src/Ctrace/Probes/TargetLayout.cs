using System.Runtime.InteropServices;

namespace Ctrace.Probes;

/// <summary>struct target in bpf/abi/target.h.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct TargetLayout
{
    public TargetKind Kind;
    public uint Self;
    public uint Process;
    public uint Follow;
    public uint V1Hierarchy;
    public uint Zero;
    public ulong Since;
    public ulong V2Top;
    public ulong V1Top;
}

/// <summary>struct view in bpf/abi/target.h: shared with the kernel while a view runs.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct ViewLayout
{
    public uint Generation;
    public uint Armed;
    public uint Cgroups;
    public uint Ended;
    public uint Executed;
}

/// <summary>struct accounting in bpf/abi/target.h: one processor's events.</summary>
[StructLayout(LayoutKind.Sequential, Size = 64)]
internal struct AccountingLayout
{
    public ulong Made;
    public ulong Lost;
}
