using Ctrace.Core;
using Ctrace.Interop;

namespace Ctrace.Probes;

/// <summary>bpf/files.bpf.c, loaded beside the counters: files, networks, signals and mounts. Only where they are asked for.</summary>
internal sealed class FileProbe : IDisposable
{
    private const string Name = "files";

    /// <summary>What bpf/slots.h has, and the counters' object already: one for both.</summary>
    private static readonly string[] Shared = ["tasks", "slots", "cgroups", ".data"];

    private static readonly string[] Programs = ["on_file_call", "on_file_exec"];

    /// <summary>Needs bpf_find_vma, Linux 5.17; the object for old kernels has no such program. A file that the kernel maps to execute it needs no permission of its own.</summary>
    private const string Loader = "on_file_loader";

    private readonly BpfObject _object;
    private readonly IReadOnlyList<string> _programs;
    private readonly BpfMap _uses;
    private readonly BpfMap _directories;
    private readonly BpfMap _states;

    private FileProbe(BpfObject bpfObject, IReadOnlyList<string> programs)
    {
        (_object, _programs) = (bpfObject, programs);
        (_uses, _directories, _states) = (bpfObject.Map("uses"), bpfObject.Map("directories"), bpfObject.Map("file_states"));
    }

    /// <summary>Loads it.</summary>
    /// <param name="counters">The counters, loaded; in the form that the kernel takes.</param>
    /// <param name="options">What they were loaded with.</param>
    /// <exception cref="CtraceException">Permission or Unavailable: the kernel does not take it; the message says why.</exception>
    public static FileProbe Load(LoadedProbe counters, ProbeOptions options)
    {
        var error = 0;
        foreach (var programs in (string[][])[[.. Programs, Loader], Programs])
        {
            if (TryLoad(counters, options, programs, out error) is { } probe)
            {
                return probe;
            }
        }

        throw ProbeFailure.Explain(error, LibbpfLog.LastFailure());
    }

    /// <summary>Attaches it. Behind the counters, so that a program that has just begun is known to be the container's own.</summary>
    /// <exception cref="CtraceException">Permission or Unavailable: the kernel refuses.</exception>
    public void Attach()
    {
        foreach (var program in _programs)
        {
            if (_object.Attach(program) is var error and not 0)
            {
                throw ProbeFailure.Explain(error, LibbpfLog.LastFailure());
            }
        }
    }

    /// <summary>See <see cref="BpfObject.Misses"/>.</summary>
    public ulong Misses() => _object.Misses();

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
    public void Dispose() => _object.Dispose();

    private static FileProbe? TryLoad(LoadedProbe counters, ProbeOptions options, IReadOnlyList<string> programs, out int error)
    {
        var opened = BpfObject.Open(counters.Tasks.ObjectOf(Name));
        try
        {
            opened.Select(programs.ToHashSet());
            opened.SetConstants(".rodata", counters.Settings);
            opened.SetEntries("file_states", counters.Settings.Slots);
            Rooms.Configure(opened, options, ["uses", "directories"]);
            foreach (var map in Shared)
            {
                opened.Share(counters.Object.Map(map));
            }

            error = opened.Load();
            if (error == 0)
            {
                var plans = opened.Map("file_plans");
                foreach (var (index, plan) in FilePlans.All)
                {
                    plans.Set((uint)index, plan);
                }

                return new FileProbe(opened, [.. programs.Where(opened.Has)]);
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

    private bool IsIncomplete(int slot) => _states.TryGet((uint)slot, out FileState state) && state.Lost > 0;
}
