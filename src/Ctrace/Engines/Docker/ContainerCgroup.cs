using Ctrace.Cgroups;
using Ctrace.Core;

namespace Ctrace.Engines.Docker;

/// <summary>Finds the cgroup of a container that the user named.</summary>
internal static class ContainerCgroup
{
    private const int MostQuestions = 20;
    private static readonly TimeSpan Glance = TimeSpan.FromMilliseconds(100);

    /// <summary>A running container, and its cgroup.</summary>
    /// <exception cref="CtraceException">
    /// Usage, NoInput: no such container, or it is not running, or not any more. Unavailable: the engine does not answer, or runs elsewhere.
    /// </exception>
    public static async Task<(Container Container, CgroupDirectory Cgroup)> FindAsync(DockerEngine engine, string name, CancellationToken cancellation)
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
}
