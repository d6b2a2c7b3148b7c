using Ctrace.Core.Checks;
using Ctrace.Core.Linux;
using Ctrace.Probes;
using Ctrace.Views;

namespace Ctrace.Checks;

/// <summary>Watches a target to its end against a policy.</summary>
internal sealed class CheckRun(CheckPolicy policy)
{
    private static readonly TimeSpan Glance = TimeSpan.FromMilliseconds(20);

    /// <summary>Watches the system, a container, a process, or a command with the containers that an engine starts for it.</summary>
    /// <returns>What was found, what cannot be told, and the command's exit code; 0 without one.</returns>
    public async Task<(CheckResult Result, IReadOnlyList<string> Notes, int Status)> RunAsync(Watched watched, CancellationToken cancellation) =>
        Watch(await WatchedTarget.FindAsync(watched, cancellation), watched);

    /// <summary>The same of a target that was found.</summary>
    public (CheckResult Result, IReadOnlyList<string> Notes, int Status) Watch(Target target, Watched watched)
    {
        var program = WatchedRun.FindProgram(watched);
        using var probe = CheckProbe.Attach(target, policy.Rulings);
        using var run = new WatchedRun(probe, watched, program);
        while (!run.HasEnded)
        {
            run.Containers?.Look();
            Thread.Sleep(Glance);
        }

        probe.Detach();
        IReadOnlyList<string> notes = run.Containers is { } containers ? [.. containers.Finish(), .. Misjudged(containers)] : [];
        return (probe.Read(policy.Capabilities, Names(run.Containers)), notes, run.ExitCode);
    }

    private static Dictionary<int, string> Names(CommandContainers? containers) => containers?.Numbers.ToDictionary(number => number, containers.Name) ?? [];

    /// <summary>Containers with other capabilities than the profile was read for: what it allows can depend on them.</summary>
    private IEnumerable<string> Misjudged(CommandContainers containers) => policy.Bounding is not { } assumed ? [] :
        from number in containers.Numbers
        where containers.Known(number) is { Security: var security }
            && !ContainerCapabilities.Of(security.CapAdd, security.CapDrop, security.Privileged).SetEquals(assumed)
        select $"the profile was read for other capabilities than container {containers.Name(number)} has: what it allows to those was not told apart "
            + $"(ctrace check --against PROFILE --container NAME reads it for a container that runs)";
}
