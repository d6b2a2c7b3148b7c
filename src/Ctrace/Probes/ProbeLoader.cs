using Ctrace.Cgroups;
using Ctrace.Core;
using Ctrace.Interop;

namespace Ctrace.Probes;

/// <summary>Fits the probe to this machine and loads it, with the best way to see capability checks that the kernel has.</summary>
internal static class ProbeLoader
{
    private const string Name = "trace";
    private const int MaxStripes = 4;

    /// <summary>Loads the probe.</summary>
    /// <exception cref="CtraceException">Permission or Unavailable: the kernel does not take it; the message says why.</exception>
    public static LoadedProbe Load(ProbeOptions options)
    {
        var layout = CgroupLayout.Detect();
        // Reading the kernel's symbols takes as long as loading the programs: side by side.
        var noise = Task.Run(KernelSymbols.Noise);
        var error = 0;
        // A kernel without what a life is seen by records all the rest.
        foreach (var life in (string[][])[LifeProbe.Programs, []])
        {
            foreach (var storage in TaskStorage.All)
            {
                foreach (var way in CapabilityProbe.All)
                {
                    if (TryLoad(options, layout, storage, way, life, out error) is { } loaded)
                    {
                        // The other ways are told by the kernel itself what is not audited.
                        if (way.IsInside)
                        {
                            SetNoise(loaded.Object, noise.GetAwaiter().GetResult());
                        }

                        return loaded;
                    }
                }
            }
        }

        throw ProbeFailure.Explain(error, LibbpfLog.LastFailure());
    }

    private static LoadedProbe? TryLoad(ProbeOptions options, CgroupLayout layout, TaskStorage storage, CapabilityProbe way, string[] life, out int error)
    {
        string[] programs =
        [
            "on_cgroup_mkdir", "on_cgroup_rmdir", "on_cgroup_attach", "on_fork", "on_exec", .. storage.Programs, .. way.Programs, .. life,
            .. options.Refusals ? (string[])["on_sys_enter_marked", "on_sys_exit"] : ["on_sys_enter"],
        ];
        var processors = Libbpf.libbpf_num_possible_cpus();
        var stripes = Stripes(processors);
        var opened = BpfObject.Open(storage.ObjectOf(Name));
        try
        {
            opened.Select(programs.ToHashSet());
            opened.SetConstants(".rodata", Settings(options, layout, stripes, way));
            opened.SetEntries("places", (uint)processors);
            opened.SetEntries("slots", (uint)options.Slots);
            opened.SetEntries("calls", (uint)(options.Slots * stripes));
            opened.SetEntries("free_slots", (uint)options.Slots);
            opened.SetEntries("containers", (uint)options.Slots);
            opened.SetEntries("cgroups", (uint)options.Slots * 2);
            CallerProbe.Configure(opened, options.Slots);
            if (options.Refusals)
            {
                RefusalProbe.Configure(opened, options.Slots);
            }

            Rooms.Configure(opened, options, ["executables", "outcomes", "first_uses", "looks"]);
            NoteProbe.Configure(opened, options.Slots, processors);
            LifeProbe.Configure(opened, options.Slots);
            ArgumentProbe.Configure(opened, options);
            error = opened.Load();
            if (error == 0)
            {
                return new LoadedProbe(opened, storage, way, Settings(options, layout, stripes, way), programs);
            }

            opened.Dispose();
            return null;
        }
        catch
        {
            opened.Dispose();
            throw;
        }
    }

    private static SettingsLayout Settings(ProbeOptions options, CgroupLayout layout, int stripes, CapabilityProbe way) => new()
    {
        Share = Rooms.Of(options).Share,
        Pool = Rooms.Of(options).Pool,
        Slots = (uint)options.Slots,
        Stripes = (uint)stripes,
        V1Hierarchy = layout.V1Hierarchy,
        Runtime = options.Runtime ? 1u : 0,
        Debug = options.Debug ? 1u : 0,
        Commands = options.Commands ? 1u : 0,
        Self = (uint)Environment.ProcessId,
        Failures = options.Failures ? 1u : 0,
        Refusals = options.Refusals ? 1u : 0,
        Unconfirmed = (uint)(options.Unconfirmed ?? options.Slots),
        Hidden = way.IsInside ? 0u : 1,
        V2Top = layout.V2Top,
        V1Top = layout.V1Top,
    };

    private static int Stripes(int processors)
    {
        var stripes = 1;
        while (stripes < processors && stripes < MaxStripes)
        {
            stripes *= 2;
        }

        return stripes;
    }

    private static void SetNoise(BpfObject loaded, IReadOnlyList<AddressRange> ranges)
    {
        var noise = default(NoiseRanges);
        for (var i = 0; i < ranges.Count; i++)
        {
            noise[i] = ranges[i];
        }

        loaded.Map(".bss").Set(0, noise);
    }
}
