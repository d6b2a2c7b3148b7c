namespace Ctrace.Cgroups;

/// <summary>A cgroup as the kernel knows it: the directory's kernfs id, unique in one hierarchy only, and the hierarchy's number, which is 0 for cgroup v2.</summary>
internal partial record struct CgroupKey
{
    /// <summary>Which of a container's directories it is.</summary>
    public readonly uint PlaceBit => (uint)(Hierarchy == 0 ? CgroupContract.PLACE_V2 : CgroupContract.PLACE_V1);
}
