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
    private const int MostQuestions = 20;
    private static readonly TimeSpan Glance = TimeSpan.FromMilliseconds(100);

    /// <summary>The target for the probe.</summary>
    /// <exception cref="CtraceException">Usage, NoInput: no such process or container, or it is not running. Unavailable: the engine does not answer.</exception>
    public static async Task<Target> FindAsync(Watched watched, CancellationToken cancellation)
    {
        RequireInitialPidNamespace();
        if (watched.Container is { } name)
        {
            return new Target(TargetKind.Container, Container: await FindContainerAsync(name, cancellation));
        }

        if (watched.Process is { } process)
        {
            RequireProcess(process);
            return new Target(TargetKind.Process, process, watched.Follow);
        }

        return watched.Command.Count > 0 ? new Target(TargetKind.Command, Follow: watched.Follow) : Target.System;
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

    /// <summary>A running container, and its cgroup.</summary>
    /// <exception cref="CtraceException">
    /// Usage, NoInput: no such container, or it is not running, or not any more. Unavailable: the engine does not answer, or runs elsewhere.
    /// </exception>
    public static async Task<(Container Container, CgroupDirectory Cgroup)> FindRunningAsync(DockerEngine engine, string name, CancellationToken cancellation)
    {
        var container = await engine.InspectAsync(name, cancellation);
        if (!container.State.Running)
        {
            throw new CtraceException(FailureKind.NoInput, $"container {name} is not running", $"start it: docker start {name}");
        }

        var layout = CgroupLayout.Detect();
        for (var asked = 0; asked < MostQuestions; asked++)
        {
            if (CgroupDirectory.OfContainer(layout, container.Id.Value) is { } cgroup)
            {
                return (container, cgroup);
            }

            // The engine learns of an end after the cgroup is gone.
            if (!await IsRunningAsync(engine, container.Id, cancellation))
            {
                throw HasEnded(name);
            }

            await Task.Delay(Glance, cancellation);
        }

        throw new CtraceException(FailureKind.Unavailable, $"cannot find the cgroup of container {name}", "the engine must run on this machine");
    }

    /// <summary>The line for a container that ended before anything of it was seen.</summary>
    public static CtraceException HasEnded(string name) =>
        new(FailureKind.NoInput, $"container {name} has ended", "trace it from its start, with 'ctrace run' or the label ctrace.tracefile");

    private static async Task<bool> IsRunningAsync(DockerEngine engine, ContainerId id, CancellationToken cancellation) =>
        await engine.FindAsync(id, cancellation) is { State.Running: true };

    private static async Task<CgroupDirectory> FindContainerAsync(string name, CancellationToken cancellation)
    {
        using var engine = new DockerEngine(DockerEndpoint.FromEnvironment());
        return (await FindRunningAsync(engine, name, cancellation)).Cgroup;
    }
}
