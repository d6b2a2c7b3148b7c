using System.Text;
using Ctrace.Cgroups;
using Ctrace.Interop;

namespace Ctrace.Probes;

/// <summary>Gives slots of the probe to what is there already, or is about to begin. Each is null when no slot is free; what has a slot keeps it.</summary>
/// <param name="bpfObject">The probe's object.</param>
/// <param name="slots">Its slots.</param>
/// <param name="lives">Where the starts of containers are kept; null where they are not.</param>
/// <param name="refresh">Has the kernel side look again at where each task belongs.</param>
internal sealed class SlotRegister(BpfObject bpfObject, MappedMap<SlotLayout> slots, LifeReader? lives, Action refresh)
{
    private readonly BpfMap _free = bpfObject.Map("free_slots");
    private readonly BpfMap _cgroups = bpfObject.Map("cgroups");
    private readonly BpfMap _containers = bpfObject.Map("containers");

    /// <summary>A container that runs: everything in its cgroup is counted from now on.</summary>
    /// <param name="cgroup">Where it is.</param>
    /// <param name="userNamespace">The inode number of its own user namespace; null: the first of its programs that is seen tells.</param>
    /// <param name="first">Its first process; null where it is not known.</param>
    public int? Container(CgroupDirectory cgroup, uint? userNamespace, ProcessBirth? first) =>
        Take(cgroup.Keys, cgroup.Name, SlotFlags.RanBefore, userNamespace ?? 0, slot => lives?.Begin(slot, first, slots[slot].FirstNanoseconds));

    /// <summary>A command, or a service, that is about to begin in a cgroup: counting starts at the first exec in it.</summary>
    public int? Command(CgroupDirectory cgroup) => Take(cgroup.Keys, cgroup.Name, SlotFlags.Command | SlotFlags.Armed);

    /// <summary>A cgroup that is no container's and in which something runs: all that is in it counts, from now on.</summary>
    public int? Running(CgroupDirectory cgroup) => Take(cgroup.Keys, cgroup.Name, SlotFlags.Command | SlotFlags.RanBefore);

    /// <summary>A process and the children that it makes from now on; only with <see cref="ProbeOptions.Followed"/>.</summary>
    /// <param name="process">The process.</param>
    /// <param name="name">What the slot is called.</param>
    public int? Process(ProcessBirth process, string name)
    {
        if (Take([], name, SlotFlags.Command | SlotFlags.RanBefore) is not { } slot)
        {
            return null;
        }

        bpfObject.Map("followed").Set(process.Id, new FollowedLayout { Born = process.Nanoseconds / ProcessBirth.Step, Slot = (uint)slot });
        refresh();
        return slot;
    }

    private int? Take(IReadOnlyList<CgroupKey> cgroups, string name, SlotFlags flags, uint userNamespace = 0, Action<int>? begin = null)
    {
        foreach (var cgroup in cgroups)
        {
            if (_cgroups.TryGet(cgroup, out uint known))
            {
                return (int)known;
            }
        }

        if (!_free.TryPop(out uint index))
        {
            return null;
        }

        ref var slot = ref slots[(int)index];
        slot.Flags = (uint)(SlotFlags.Confirmed | flags);
        slot.Cgroups = cgroups.Aggregate(0u, (places, cgroup) => places | cgroup.PlaceBit);
        slot.UserNamespace = userNamespace;
        slot.FirstNanoseconds = (ulong)KernelTime.Now.Monotonic;
        var bytes = Encoding.UTF8.GetBytes(name);
        bytes.AsSpan(..Math.Min(bytes.Length, CgroupContract.NAME_SIZE - 1)).CopyTo(slot.Name);
        begin?.Invoke((int)index);
        Volatile.Write(ref slot.State, (uint)SlotState.Live);
        if (CgroupName.ContainerId(name) is { } id)
        {
            _containers.Set(ContainerKey.Of(id), index);
        }

        foreach (var cgroup in cgroups)
        {
            _cgroups.Set(cgroup, index);
        }

        refresh();
        return (int)index;
    }
}
