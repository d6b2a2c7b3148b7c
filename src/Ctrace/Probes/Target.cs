using Ctrace.Cgroups;
using Ctrace.Core.Linux;
using Ctrace.Processes;

namespace Ctrace.Probes;

/// <summary>Whom a live view shows.</summary>
/// <param name="Kind">The whole system, a container, a process, or a command that ctrace starts.</param>
/// <param name="Processes">The processes, for <see cref="TargetKind.Process"/>: up to <see cref="MostProcesses"/>.</param>
/// <param name="Follow">Whether children that it starts from now on are shown as well.</param>
/// <param name="Containers">Whether the containers that an engine starts for the command are shown as well.</param>
/// <param name="Container">The cgroup of a container that runs; null when it is yet to be made (<see cref="ViewProbe.Expect"/>).</param>
internal sealed record Target(TargetKind Kind, IReadOnlyList<int>? Processes = null, bool Follow = false, bool Containers = false, CgroupDirectory? Container = null)
{
    /// <summary>How many processes one view can be of.</summary>
    public const int MostProcesses = Contract.NAMED_PROCESSES;

    /// <summary>Everything but ctrace itself.</summary>
    public static Target System { get; } = new(TargetKind.System);

    /// <summary>The programs of bpf/programs/target.h that keep track of such a target.</summary>
    public IReadOnlyList<string> Programs => Kind switch
    {
        TargetKind.Command when Containers => ["on_fork", "on_exec", "on_cgroup_mkdir", "on_cgroup_rmdir", "on_cgroup_attach", "on_request"],
        TargetKind.Container => ["on_fork", "on_exec", "on_cgroup_mkdir", "on_cgroup_rmdir", "on_cgroup_attach"],
        TargetKind.Process => ["on_fork", "on_exec", "on_exit"],
        _ => ["on_fork", "on_exec"],
    };

    /// <summary>
    /// Whether it can do anything more, as far as that can be told from outside. The kernel side tells of an end that comes while it is
    /// attached; of one that came before, only this does.
    /// </summary>
    public bool Lives() => Kind switch
    {
        TargetKind.Process => Processes!.Any(process => ProcessStat.Of(process) is { Lives: true }),
        TargetKind.Container => Container?.Exists() ?? true,
        _ => true,
    };

    /// <summary>The target as the kernel side takes it.</summary>
    public TargetLayout Layout(CgroupLayout cgroups)
    {
        var layout = Described(cgroups);
        for (var at = 0; at < layout.Processes; at++)
        {
            layout.Process[at] = (uint)Processes![at];
        }

        return layout;
    }

    private TargetLayout Described(CgroupLayout cgroups) => new()
    {
        Kind = Kind,
        Self = (uint)Environment.ProcessId,
        Processes = (uint)(Processes?.Count ?? 0),
        Follow = Follow ? 1u : 0,
        Containers = Containers ? 1u : 0,
        V1Hierarchy = cgroups.V1Hierarchy,
        Since = Container is null ? 0 : (ulong)KernelTime.Now.Monotonic,
        V2Top = cgroups.V2Top,
        V1Top = cgroups.V1Top,
        Write = Number("write"),
        Writev = Number("writev"),
        Sendto = Number("sendto"),
        Sendmsg = Number("sendmsg"),
        Connect = Number("connect"),
    };

    private static uint Number(string call) => (uint)Syscalls.Number(NativeArchitecture.Current, call)!.Value;
}
