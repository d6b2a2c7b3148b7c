using System.Runtime.InteropServices;

namespace Ctrace.Cgroups;

/// <summary>A cgroup as the kernel knows it; struct cgroup_key in bpf/abi/trace.h.</summary>
/// <param name="Id">The directory's kernfs id, unique in one hierarchy only.</param>
/// <param name="Hierarchy">The hierarchy's number; 0 is cgroup v2.</param>
/// <param name="Zero">Padding that is part of the key.</param>
[StructLayout(LayoutKind.Sequential)]
internal readonly record struct CgroupKey(ulong Id, uint Hierarchy, uint Zero = 0)
{
    /// <summary>enum place_bits in bpf/abi/trace.h.</summary>
    public uint PlaceBit => Hierarchy == 0 ? 1u : 2u;
}
