using System.Globalization;
using Ctrace.Cgroups;
using Ctrace.Core.Traces;
using Ctrace.Probes;
using Ctrace.Processes;

namespace Ctrace.Recordings;

/// <summary>Takes up a container that ran before the probe came.</summary>
internal static class RunningContainer
{
    /// <summary>
    /// Has a container counted from now on, and counts what its tasks are blocked in. A container that the probe saw
    /// start already keeps its slot and stays whole.
    /// </summary>
    /// <param name="probe">The probe.</param>
    /// <param name="cgroup">Where it is.</param>
    /// <param name="isOver">Whether there is nothing to take up any more: it has ended meanwhile.</param>
    /// <returns>The slot and what its first process told, or null when no slot is free, or it is over.</returns>
    public static (int Slot, IReadOnlyList<Fact> Facts)? TakeUp(TraceProbe probe, CgroupDirectory cgroup, out bool isOver)
    {
        isOver = false;
        var first = cgroup.FirstProcess();
        if (probe.Register.Container(cgroup, first is { } process ? UserNamespace.OfContainer(process) : null, ProcessBirth.OfOldest(cgroup)) is not { } slot)
        {
            return null;
        }

        if (!probe[slot].IsPartial)
        {
            return (slot, []);
        }

        foreach (var thread in cgroup.Threads())
        {
            if (TaskSyscall.Current(thread) is { } call)
            {
                probe.AddInFlight(slot, call.Architecture, call.Number);
            }
        }

        // A directory that was gone before the kernel knew of it would keep the slot for good.
        isOver = !cgroup.IsWhole();
        if (isOver)
        {
            probe.Release([slot]);
            return null;
        }

        return (slot, first is { } told && NoNewPrivileges(told) is { } value ? [new Fact(Fact.NoNewPrivileges, value)] : []);
    }

    private static string? NoNewPrivileges(int process) =>
        ProcFiles.Status(process.ToString(CultureInfo.InvariantCulture))?.GetValueOrDefault("NoNewPrivs") is { } value ? value == "1" ? "true" : "false" : null;
}
