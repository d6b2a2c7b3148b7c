using System.Collections.Immutable;
using System.Globalization;
using Ctrace.Core;
using Ctrace.Core.Seccomp;
using Ctrace.Core.Seccomp.Filters;
using Ctrace.Engines.Docker;
using Ctrace.Inspections;

namespace Ctrace.Commands.Options;

/// <summary>A running container that the user named, and what the kernel enforces on it.</summary>
internal static class RunningContainer
{
    private static readonly SeccompFilter Open = SeccompFilter.Of([Instruction.Return(FilterReturn.Allow)], "no filter");

    /// <summary>The first process of a container, or the process that digits alone name.</summary>
    /// <exception cref="CtraceException">NoInput: there is none, or it does not run. Unavailable: the engine does not answer, or is on another machine.</exception>
    public static async Task<int> FirstProcessAsync(string target, CancellationToken cancellation)
    {
        if (int.TryParse(target, NumberStyles.None, CultureInfo.InvariantCulture, out var process))
        {
            return process > 0 ? process : throw new CtraceException(FailureKind.NoInput, "there is no process 0", "see 'ps -e'");
        }

        using var engine = new DockerEngine(DockerEndpoint.FromEnvironment());
        var container = await engine.InspectAsync(target, cancellation);
        if (container.State is not { Running: true, Pid: > 0 and var first })
        {
            throw new CtraceException(FailureKind.NoInput, $"container {target} is not running", $"start it: docker start {target}");
        }

        // The engine's ids are of its own process namespace, which may be another machine's.
        return ProcessFiles.IsInCgroup(first, container.Id.Value)
            ? first
            : throw new CtraceException(FailureKind.Unavailable, $"process {first} is not one of container {target}", "the engine must run on this machine, in this process namespace");
    }

    /// <summary>The filters in force, the newest first; one that allows everything where there is none.</summary>
    /// <exception cref="CtraceException">As <see cref="FirstProcessAsync"/>; Permission: the process may not be looked at.</exception>
    public static async Task<ImmutableArray<SeccompFilter>> FiltersAsync(string target, CancellationToken cancellation)
    {
        var process = await FirstProcessAsync(target, cancellation);
        return ProcessFiles.Read(process).SeccompMode switch
        {
            0 => [Open],
            1 => throw new CtraceException(FailureKind.Unavailable, $"process {process} is in seccomp's strict mode, which is no filter (seccomp(2))"),
            _ => FilterDump.Read(process),
        };
    }
}
