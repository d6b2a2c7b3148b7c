namespace Ctrace.Core.Rehearsals;

/// <summary>What a rehearsal touches only when it is asked for by name.</summary>
internal static class Allowance
{
    /// <summary>The engine's socket.</summary>
    public const string Engine = "engine";

    /// <summary>Devices of the machine.</summary>
    public const string Devices = "devices";

    /// <summary>The machine's network, or another container's.</summary>
    public const string HostNetwork = "host-network";

    /// <summary>The machine's processes, or another container's.</summary>
    public const string HostPid = "host-pid";

    /// <summary>The machine's System V objects and message queues, or another container's.</summary>
    public const string HostIpc = "host-ipc";

    /// <summary>The machine's host name.</summary>
    public const string HostUts = "host-uts";

    /// <summary>The machine's user namespace.</summary>
    public const string HostUserns = "host-userns";

    /// <summary>The machine's cgroups.</summary>
    public const string HostCgroupns = "host-cgroupns";

    /// <summary>--privileged.</summary>
    public const string Privileged = "privileged";

    /// <summary>The networks that the arguments name.</summary>
    public const string Networks = "networks";

    /// <summary>Connections out of the rehearsal's own network.</summary>
    public const string Outside = "outside";

    /// <summary>Copies of volumes and files of any size.</summary>
    public const string Volumes = "volumes";

    /// <summary>Paths of the machine over which no throw-away layer can be laid.</summary>
    public const string HostFiles = "host-files";

    /// <summary>All of them, sorted.</summary>
    public static IReadOnlyList<string> All { get; } =
        [Devices, Engine, HostCgroupns, HostFiles, HostIpc, HostNetwork, HostPid, HostUserns, HostUts, Networks, Outside, Privileged, Volumes];

    /// <summary>Reads lists between commas.</summary>
    /// <exception cref="CtraceException">Usage: there is no such name.</exception>
    public static IReadOnlySet<string> Parse(IEnumerable<string> lists)
    {
        ArgumentNullException.ThrowIfNull(lists);
        var names = lists.SelectMany(list => list.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)).ToHashSet(StringComparer.Ordinal);
        return names.FirstOrDefault(name => !All.Contains(name)) is { } unknown
            ? throw new CtraceException(FailureKind.Usage, $"--allow knows no '{unknown}'", $"it knows {string.Join(", ", All)}")
            : names;
    }

    /// <summary>The refusal of what was not asked for.</summary>
    /// <param name="what">What the arguments ask for.</param>
    /// <param name="why">What it would reach.</param>
    /// <param name="name">The name that allows it.</param>
    public static CtraceException Refusal(string what, string why, string name) =>
        new(FailureKind.Usage, $"a rehearsal does not take {what}: {why}", $"leave it out, or ask for it: --allow {name}");
}
