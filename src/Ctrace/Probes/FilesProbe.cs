using Ctrace.Core;
using Ctrace.Interop;

namespace Ctrace.Probes;

/// <summary>bpf/files.bpf.c, loaded beside the counters: files, networks, signals and mounts. Only where they are asked for.</summary>
internal sealed class FilesProbe : IDisposable
{
    /// <summary>What bpf/lib/slots.h has, and the counters' object already: one for both.</summary>
    private static readonly string[] Shared = ["tasks", "slots", "cgroups", "followed", ".data"];

    private static readonly string[] Programs = ["on_file_call", "on_file_exec"];

    /// <summary>Needs bpf_find_vma, Linux 5.17; the object for old kernels has no such program. A file that the kernel maps to execute it needs no permission of its own.</summary>
    private const string Loader = "on_file_loader";

    private readonly LoadedProbe _loaded;
    private readonly BpfMap _uses;
    private readonly BpfMap _directories;
    private readonly BpfMap _states;

    private FilesProbe(LoadedProbe loaded)
    {
        _loaded = loaded;
        (_uses, _directories, _states) = (loaded.Object.Map("uses"), loaded.Object.Map("directories"), loaded.Object.Map("file_states"));
        var plans = loaded.Object.Map("file_plans");
        foreach (var (index, plan) in FilePlans.All)
        {
            plans.Set((uint)index, plan);
        }
    }

    /// <summary>Loads the probe.</summary>
    /// <param name="counters">The counters, loaded; in the form that the kernel takes.</param>
    /// <param name="options">What they were loaded with.</param>
    /// <exception cref="CtraceException">Permission or Unavailable: the kernel does not take it; the message says why.</exception>
    public static FilesProbe Load(LoadedProbe counters, ProbeOptions options)
    {
        var spec = new ProbeSpec("files")
        {
            Programs = Programs,
            Constants = counters.Spec.Constants,
            Entries = [("file_states", (uint)options.Slots), .. Rooms.Entries(options, ["uses", "directories"])],
            Shared = [.. Shared.Select(counters.Object.Map)],
            Storage = counters.Spec.Storage,
        };
        return new FilesProbe(ProbeLoader.Load([spec with { Programs = [.. Programs, Loader] }, spec]));
    }

    /// <summary>Attaches it. Behind the counters, so that a program that has just begun is known to be the container's own.</summary>
    /// <exception cref="CtraceException">Permission or Unavailable: the kernel refuses.</exception>
    public void Attach() => _loaded.Attach();

    /// <summary>See <see cref="BpfObject.Misses"/>.</summary>
    public ulong Misses() => _loaded.Object.Misses();

    /// <summary>All that was noted, of all slots.</summary>
    public ResourceUses Read() => new(_uses.All<ResourceKey, uint>(), IsIncomplete);

    /// <summary>Forgets what was noted of slots; nothing may be at work on them any more.</summary>
    public void Empty(IReadOnlySet<int> slots)
    {
        foreach (var map in (BpfMap[])[_uses, _directories])
        {
            foreach (var (key, _) in map.All<ResourceKey, uint>())
            {
                if (slots.Contains((int)key.Slot))
                {
                    map.Remove(key);
                }
            }
        }

        foreach (var slot in slots)
        {
            _states.Set((uint)slot, default(FileState));
        }
    }

    /// <inheritdoc />
    public void Dispose() => _loaded.Dispose();

    private bool IsIncomplete(int slot) => _states.TryGet((uint)slot, out FileState state) && state.Lost > 0;
}
