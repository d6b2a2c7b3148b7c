using Ctrace.Cgroups;
using Ctrace.Interop;

namespace Ctrace.Probes;

/// <summary>
/// What the probes of live views share: whom they show, and events in a ring. Used by one thread; disposing ends the view. The object includes
/// bpf/lib/target.h; where it has events, also bpf/lib/ring.h.
/// </summary>
internal abstract class ViewProbe : IDisposable
{
    private const string Accounts = "accounts";

    private readonly LoadedProbe _loaded;
    private readonly MappedMap<ViewLayout> _state;
    private readonly MappedMap<AccountingLayout>? _accounts;
    private readonly Target _target;

    /// <param name="loaded">The object, not attached yet; this probe owns it.</param>
    /// <param name="target">Whom to show.</param>
    protected ViewProbe(LoadedProbe loaded, Target target)
    {
        (_loaded, _target) = (loaded, target);
        _state = MappedMap<ViewLayout>.Map(Map(".data"));
        _accounts = loaded.Spec.Entries.Any(entries => entries.Map == Accounts) ? MappedMap<AccountingLayout>.Map(Map(Accounts)) : null;
        Containers = target.Containers ? new AskedContainers(_state, Map) : null;

        // Before the programs run, so that they never see a target without its cgroups.
        if (target.Container is { } container)
        {
            Add(container, 1);
        }
    }

    /// <summary>The containers that an engine starts for the command; null where they are not shown.</summary>
    public AskedContainers? Containers { get; }

    /// <summary>The programs of bpf/programs/executed.h.</summary>
    protected static IReadOnlyList<string> Executions { get; } = ["on_executed", "on_handed_on"];

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

    /// <summary>Opens the ring of events.</summary>
    public RingBuffer OpenEvents(RecordReader reader) => RingBuffer.Open(Map("events"), reader);

    /// <summary>From now on, the next program that ctrace executes is the command.</summary>
    public void Arm() => Volatile.Write(ref State.Armed, 1);

    /// <summary>A container that has just been made is the target, from its start on.</summary>
    /// <param name="containerId">64 hexadecimal digits.</param>
    public void Expect(string containerId) => Expect(containerId, 1);

    /// <summary>A container that the command asked for by another name than its id is shown from now on.</summary>
    /// <param name="containerId">64 hexadecimal digits.</param>
    public void ExpectAsked(string containerId)
    {
        if (Containers!.NumberOf(containerId) is { } number)
        {
            Expect(containerId, number);
        }
    }

    private void Expect(string containerId, uint number)
    {
        Map("target_containers").Set(ContainerKey.Of(containerId), number);

        // Its cgroup is made after this, or is there already: one of the two finds it.
        if (CgroupDirectory.OfContainer(CgroupLayout.Detect(), containerId) is { } cgroup)
        {
            Add(cgroup, number);
        }
    }

    /// <summary>A container that runs is the target.</summary>
    private void Add(CgroupDirectory container, uint number)
    {
        var cgroups = Map("target_cgroups");
        foreach (var key in container.Keys)
        {
            // The kernel may add it by itself, at the same moment. The bit comes first: who removes the directory takes it off.
            Interlocked.Or(ref State.Cgroups, key.PlaceBit);
            cgroups.TryAdd(key, number);
        }

        Interlocked.Or(ref State.Started, 1ul << (int)(number - 1));

        Interlocked.Increment(ref State.Generation);
    }

    /// <summary>Ends the watching: when this returns, nothing more is counted or sent. What was is still there to read.</summary>
    public void Detach()
    {
        _loaded.Object.Detach();
        Membarrier.Wait();
    }

    /// <inheritdoc />
    public virtual void Dispose()
    {
        _accounts?.Dispose();
        _state.Dispose();
        _loaded.Dispose();
    }

    /// <summary>The sizes of the maps of bpf/lib/ring.h.</summary>
    /// <param name="bufferBytes">The ring's size: a power of two.</param>
    protected static IEnumerable<(string Map, uint Count)> EventEntries(uint bufferBytes) => [("events", bufferBytes), (Accounts, (uint)Libbpf.libbpf_num_possible_cpus())];

    /// <summary>A map of the object.</summary>
    protected BpfMap Map(string name) => _loaded.Object.Map(name);
}
