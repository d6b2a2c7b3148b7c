using Ctrace.Processes;

namespace Ctrace.Cgroups;

/// <summary>Which process one is, in all of a machine's run.</summary>
/// <param name="Id">Its number as the kernel counts; 0 where only a namespace's number is known here.</param>
/// <param name="Nanoseconds">When it was made, by CLOCK_BOOTTIME, in steps of <see cref="Step"/>.</param>
internal readonly record struct ProcessBirth(uint Id, ulong Nanoseconds)
{
    /// <summary>As exactly as the kernel tells it: see <see cref="ProcessStat.StartTicks"/>.</summary>
    public const ulong Step = 10_000_000;

    private const string InitialPids = "pid:[4026531836]"; // PROC_PID_INIT_INO, include/linux/proc_ns.h

    /// <summary>A process by its number here; null when there is none, or ctrace runs in a pid namespace of its own.</summary>
    public static ProcessBirth? Of(int process) =>
        ProcFiles.Link("/proc/self/ns/pid") == InitialPids && ProcessStat.Of(process) is { Lives: true, StartTicks: var ticks } ? new ProcessBirth((uint)process, ticks * Step) : null;

    /// <summary>The process of a cgroup that was made first: a container's first one. Null when none is left or visible here.</summary>
    public static ProcessBirth? OfOldest(CgroupDirectory cgroup)
    {
        ProcessBirth? oldest = null;
        foreach (var process in cgroup.Processes())
        {
            if (ProcessStat.Of(process)?.StartTicks * Step is { } born && (oldest is not { } known || born < known.Nanoseconds))
            {
                oldest = new ProcessBirth((uint)process, born);
            }
        }

        return oldest is { } found && ProcFiles.Link("/proc/self/ns/pid") != InitialPids ? found with { Id = 0 } : oldest;
    }
}
