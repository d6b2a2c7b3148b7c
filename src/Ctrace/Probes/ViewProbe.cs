using System.Text;
using Ctrace.Cgroups;
using Ctrace.Core;
using Ctrace.Interop;

namespace Ctrace.Probes;

/// <summary>
/// The kernel side of a live view, loaded and attached; disposing ends it. Used by one thread. The object that it loads
/// includes bpf/target.h; where it has events, also bpf/ring.h.
/// </summary>
internal sealed class ViewProbe : IDisposable
{
    private readonly BpfObject _object;
    private readonly MappedMap<ViewLayout> _state;
    private readonly MappedMap<AccountingLayout>? _accounts;
    private readonly Target _target;

    private ViewProbe(BpfObject bpfObject, Target target, CapabilityProbe? capabilityProbe, bool events)
    {
        _object = bpfObject;
        _target = target;
        CapabilityProbe = capabilityProbe;
        _state = MappedMap<ViewLayout>.Map(bpfObject.Map(".data"));
        _accounts = events ? MappedMap<AccountingLayout>.Map(bpfObject.Map("accounts")) : null;
    }

    /// <summary>Which of the kernel's ways to see capability checks is in use; null when the view shows none.</summary>
    public CapabilityProbe? CapabilityProbe { get; }

    /// <summary>Whether the process or the container is gone, at whatever moment it went.</summary>
    public bool Ended => Volatile.Read(ref State.Ended) != 0 || !_target.Lives();

    /// <summary>Whether the container was there: its cgroup was seen.</summary>
    public bool WasSeen => Ended || Volatile.Read(ref State.Cgroups) > 0;

    /// <summary>Whether it executed a program of its own; only where that is watched.</summary>
    public bool Executed => Volatile.Read(ref State.Executed) != 0;

    /// <summary>Events written to the ring or lost so far, and how many of them were lost. Exact once <see cref="Detach"/> has returned.</summary>
    public (ulong Made, ulong Lost) Events
    {
        get
        {
            ulong made = 0, lost = 0;
            for (var processor = 0; processor < (_accounts?.Count ?? 0); processor++)
            {
                lost += Volatile.Read(ref _accounts![processor].Lost);
                made += Volatile.Read(ref _accounts![processor].Made);
            }

            return (made, lost);
        }
    }

    private ref ViewLayout State => ref _state[0];

    /// <summary>Loads a view that shows capability checks, by the best way that this kernel has.</summary>
    /// <param name="name">The object: capabilities, check.</param>
    /// <param name="target">Whom to show.</param>
    /// <param name="events">Whether it has a ring of events.</param>
    /// <param name="programs">Programs to attach beside those of the target and of the capability probe.</param>
    /// <param name="configure">Sets the object's constants and sizes, before it is loaded.</param>
    /// <param name="fill">Fills the object's maps, before anything is attached.</param>
    /// <exception cref="CtraceException">Permission or Unavailable: the kernel does not take it; the message says why.</exception>
    public static ViewProbe AttachWithCapabilities(
        string name, Target target, bool events, IReadOnlyList<string> programs, Action<BpfObject> configure, Action<BpfObject>? fill = null)
    {
        // Reading the kernel's symbols takes as long as loading the programs: side by side.
        var noise = Task.Run(KernelSymbols.Noise);
        var error = 0;
        foreach (var storage in TaskStorage.All)
        {
            foreach (var way in CapabilityProbe.All)
            {
                IReadOnlyList<string> all = [.. programs, .. storage.Programs, .. way.Programs];
                if (TryAttach(storage.ObjectOf(name), target, way, events, all, configure, fill, noise, out error) is { } probe)
                {
                    return probe;
                }
            }
        }

        throw ProbeFailure.Explain(error, LibbpfLog.LastFailure());
    }

    /// <summary>Loads a view that shows no capability checks.</summary>
    /// <exception cref="CtraceException">Permission or Unavailable: the kernel does not take it; the message says why.</exception>
    public static ViewProbe Attach(string name, Target target, bool events, IReadOnlyList<string> programs, Action<BpfObject> configure)
    {
        var error = 0;
        foreach (var storage in TaskStorage.All)
        {
            if (TryAttach(storage.ObjectOf(name), target, null, events, [.. programs, .. storage.Programs], configure, null, null, out error) is { } probe)
            {
                return probe;
            }
        }

        throw ProbeFailure.Explain(error, LibbpfLog.LastFailure());
    }

    /// <summary>Opens the ring of events.</summary>
    public RingBuffer OpenEvents(RecordReader reader) => RingBuffer.Open(_object.Map("events"), reader);

    /// <summary>A map of the view's own.</summary>
    public BpfMap Map(string name) => _object.Map(name);

    /// <summary>From now on, the next program that ctrace executes is the command.</summary>
    public void Arm() => Volatile.Write(ref State.Armed, 1);

    /// <summary>A container that has just been made is the target, from its start on.</summary>
    /// <param name="containerId">64 hexadecimal digits.</param>
    public void Expect(string containerId)
    {
        var key = default(ContainerKey);
        Encoding.ASCII.GetBytes(containerId, key.Id);
        _object.Map("target_containers").Set(key, 1u);

        // Its cgroup is made after this, or is there already: one of the two finds it.
        if (CgroupDirectory.OfContainer(CgroupLayout.Detect(), containerId) is { } cgroup)
        {
            Add(cgroup);
        }
    }

    /// <summary>A container that runs is the target.</summary>
    public void Add(CgroupDirectory container)
    {
        var cgroups = _object.Map("target_cgroups");
        foreach (var key in container.Keys)
        {
            // The kernel may add it by itself, at the same moment. The bit comes first: who removes the directory takes it off.
            Interlocked.Or(ref State.Cgroups, key.PlaceBit);
            cgroups.TryAdd(key, 1u);
        }

        Interlocked.Increment(ref State.Generation);
    }

    /// <summary>Ends the watching: when this returns, nothing more is counted or sent. What was is still there to read.</summary>
    public void Detach()
    {
        _object.Detach();
        Membarrier.Wait();
    }

    /// <inheritdoc />
    public void Dispose()
    {
        _accounts?.Dispose();
        _state.Dispose();
        _object.Dispose();
    }

    private static ViewProbe? TryAttach(
        string resource, Target target, CapabilityProbe? way, bool events, IReadOnlyList<string> programs, Action<BpfObject> configure,
        Action<BpfObject>? fill, Task<IReadOnlyList<AddressRange>>? noise, out int error)
    {
        IReadOnlyList<string> all = [.. target.Programs, .. programs];
        var opened = BpfObject.Open(resource);
        ViewProbe? probe = null;
        try
        {
            opened.Select(all.ToHashSet());
            if (events)
            {
                opened.SetEntries("accounts", (uint)Libbpf.libbpf_num_possible_cpus());
            }

            configure(opened);
            error = opened.Load();
            if (error == 0)
            {
                probe = new ViewProbe(opened, target, way, events);
                // Before the programs run, so that they never see a target without its cgroups.
                if (target.Container is { } container)
                {
                    probe.Add(container);
                }

                fill?.Invoke(opened);
                // fexit and kprobe are told what is not audited.
                if (noise is not null && way?.IsInside == true)
                {
                    opened.Map(".bss").Set(0, NoiseRanges.From(noise.GetAwaiter().GetResult()));
                }

                error = all.Select(opened.Attach).FirstOrDefault(failed => failed != 0);
            }

            if (error == 0)
            {
                return probe;
            }
        }
        catch
        {
            Close(probe, opened);
            throw;
        }

        Close(probe, opened);
        return null;
    }

    private static void Close(ViewProbe? probe, BpfObject opened)
    {
        probe?.Dispose();
        opened.Dispose();
    }
}
