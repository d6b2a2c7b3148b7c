using Ctrace.Cgroups;
using Ctrace.Interop;

namespace Ctrace.Probes;

/// <summary>How bpf/trace.bpf.c is loaded to record what <see cref="ProbeOptions"/> ask for.</summary>
internal static class TraceSpec
{
    private const int MaxStripes = 4;

    /// <summary>What to try, the best first. A kernel without what a life is seen by records all the rest.</summary>
    public static IEnumerable<ProbeSpec> Alternatives(ProbeOptions options)
    {
        var settings = Settings(options);
        return from life in (string[][])[LifeReader.Programs, []]
               from spec in Spec(options, settings, life).ForEachKernel(seesCapabilities: true)
               select spec with { Constants = ProbeSpec.BytesOf(settings with { Hidden = spec.Hook!.IsInside ? 0u : 1 }) };
    }

    private static ProbeSpec Spec(ProbeOptions options, SettingsLayout settings, string[] life)
    {
        var processors = (uint)Libbpf.libbpf_num_possible_cpus();
        return new ProbeSpec("trace")
        {
            Programs =
            [
                "on_cgroup_mkdir", "on_cgroup_rmdir", "on_cgroup_attach", "on_fork", "on_exec", .. life,
                .. options.Refusals ? (string[])["on_sys_enter_marked", "on_sys_exit"] : ["on_sys_enter"],
            ],
            Constants = [],
            Entries =
            [
                ("places", processors),
                ("slots", settings.Slots),
                ("calls", settings.Slots * settings.Stripes),
                ("free_slots", settings.Slots),
                ("containers", settings.Slots),
                ("cgroups", settings.Slots * 2),
                ("caller_uses", settings.Slots * Contract.CALLERS),
                ("filters", processors),
                ("notes", settings.Slots),
                ("lives", settings.Slots),
                ("argument_plans", Contract.COUNTERS),
                ("argument_counts", settings.Slots),
                .. Rooms.Entries(options, ["executables", "outcomes", "first_uses", "looks", "arguments"]),
                .. options.Refusals ? RefusalReader.Entries(settings.Slots) : [],
            ],
        };
    }

    private static SettingsLayout Settings(ProbeOptions options)
    {
        var cgroups = CgroupLayout.Detect();
        var rooms = Rooms.Of(options);
        return new SettingsLayout
        {
            Share = rooms.Share,
            Pool = rooms.Pool,
            Slots = (uint)options.Slots,
            Stripes = Stripes(Libbpf.libbpf_num_possible_cpus()),
            V1Hierarchy = cgroups.V1Hierarchy,
            Runtime = options.Runtime ? 1u : 0,
            Debug = options.Debug ? 1u : 0,
            Commands = options.Commands || options.Followed ? 1u : 0,
            Followed = options.Followed ? 1u : 0,
            Self = (uint)Environment.ProcessId,
            Failures = options.Failures ? 1u : 0,
            Refusals = options.Refusals ? 1u : 0,
            Unconfirmed = (uint)(options.Unconfirmed ?? options.Slots),
            V2Top = cgroups.V2Top,
            V1Top = cgroups.V1Top,
        };
    }

    private static uint Stripes(int processors)
    {
        var stripes = 1u;
        while (stripes < processors && stripes < MaxStripes)
        {
            stripes *= 2;
        }

        return stripes;
    }
}
