using System.Globalization;
using Ctrace.Cgroups;
using Ctrace.Core;
using Ctrace.Engines.Docker;
using Ctrace.Probes;
using Ctrace.Processes;

namespace Ctrace.Views;

/// <summary>Finds what the user named on the running system.</summary>
internal static class WatchedTarget
{
    /// <summary>The target for the probe.</summary>
    /// <exception cref="CtraceException">Usage, NoInput: no such process or container, or it is not running. Unavailable: the engine does not answer.</exception>
    public static async Task<Target> FindAsync(Watched watched, CancellationToken cancellation)
    {
        RequireInitialPidNamespace();
        if (watched.Container is { } name)
        {
            return new Target(TargetKind.Container, Container: await FindContainerAsync(name, cancellation));
        }

        if (watched.ProcessIds.Count > 0)
        {
            foreach (var process in watched.ProcessIds)
            {
                RequireProcess(process);
            }

            return new Target(TargetKind.Process, watched.ProcessIds, watched.Follow);
        }

        return watched.Command.Count > 0 ? new Target(TargetKind.Command, Follow: watched.Follow, Containers: !watched.OnlyCommand) : Target.System;
    }

    /// <summary>The probe compares process ids as the kernel has them, so ctrace's own must be those.</summary>
    private static void RequireInitialPidNamespace()
    {
        const string initial = "pid:[4026531836]"; // PROC_PID_INIT_INO, include/linux/proc_ns.h
        if (ProcFiles.Link("/proc/self/ns/pid") is { } own && own != initial)
        {
            throw new CtraceException(FailureKind.Unavailable, "ctrace runs in a pid namespace of its own", "run it in the host's: docker run --pid=host");
        }
    }

    private static void RequireProcess(int process)
    {
        var owner = ProcFiles.Status(process.ToString(CultureInfo.InvariantCulture))?.GetValueOrDefault("Tgid");
        if (owner is not null && owner != process.ToString(CultureInfo.InvariantCulture))
        {
            throw new CtraceException(FailureKind.NoInput, $"{process} is a thread, not a process", $"its process is {owner}");
        }

        if (owner is null || ProcessStat.Of(process) is not { Lives: true })
        {
            throw new CtraceException(FailureKind.NoInput, $"there is no process {process}", "see 'ps -e'");
        }
    }

    private static async Task<CgroupDirectory> FindContainerAsync(string name, CancellationToken cancellation)
    {
        using var engine = new DockerEngine(DockerEndpoint.FromEnvironment());
        return (await ContainerCgroup.FindAsync(engine, name, cancellation)).Cgroup;
    }
}
