using Ctrace.Cgroups;
using Ctrace.Core.Checks;
using Ctrace.Engines.Docker;
using Ctrace.Probes;
using Ctrace.Views;

namespace Ctrace.Checks;

/// <summary>Watches a target to its end against a policy.</summary>
internal sealed class CheckRun(CheckPolicy policy)
{
    private static readonly TimeSpan Glance = TimeSpan.FromMilliseconds(20);

    /// <summary>Watches whom the user named; <c>docker run</c> as a command is the container that it makes.</summary>
    /// <returns>What was found, and the command's exit code; 0 without one.</returns>
    public async Task<(CheckResult Result, int Status)> RunAsync(Watched watched, CancellationToken cancellation) => DockerRunWords.Are(watched.Command)
        ? await WatchDockerRunAsync(watched.Command, cancellation)
        : Watch(await WatchedTarget.FindAsync(watched, cancellation), watched);

    /// <summary>Watches the system, a container, a process, or a command.</summary>
    /// <returns>What was found, and the command's exit code; 0 without one.</returns>
    public (CheckResult Result, int Status) Watch(Target target, Watched watched)
    {
        var program = WatchedRun.FindProgram(watched);
        using var probe = CheckProbe.Attach(target, policy.Rulings);
        using var run = new WatchedRun(probe, watched, program);
        while (!run.HasEnded)
        {
            Thread.Sleep(Glance);
        }

        return (Finish(probe), run.ExitCode);
    }

    /// <summary>Watches the container that a <c>docker run</c> makes, from its first program to its end.</summary>
    /// <returns>What was found, and the client's exit code.</returns>
    private async Task<(CheckResult Result, int Status)> WatchDockerRunAsync(IReadOnlyList<string> words, CancellationToken cancellation)
    {
        using var probe = CheckProbe.Attach(new Target(TargetKind.Container), policy.Rulings);
        int status;
        string? detached = null;
        using (var run = await DockerRun.StartAsync(DockerClient.FromEnvironment(), words, cancellation))
        {
            if (await run.GetContainerAsync(cancellation) is { } container)
            {
                probe.Expect(container.Value);
                detached = run.Detached ? container.Value : null;
            }

            status = await run.WaitAsync(cancellation);
        }

        // The client has started it: without a cgroup by now it is over.
        if (detached is not null && status == 0 && CgroupDirectory.OfContainer(CgroupLayout.Detect(), detached) is { } cgroup)
        {
            using var stop = new StopSignals(cancellation);
            while (!probe.Ended && cgroup.Exists() && !stop.Token.IsCancellationRequested)
            {
                Thread.Sleep(Glance);
            }
        }

        return (Finish(probe), status);
    }

    private CheckResult Finish(CheckProbe probe)
    {
        probe.Detach();
        return probe.Read(policy.Capabilities);
    }
}
