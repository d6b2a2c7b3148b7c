using System.Text;
using Ctrace.Cgroups;
using Ctrace.Core;
using Ctrace.Core.Linux;
using Ctrace.Core.Traces;
using Ctrace.Interop;
using Architecture = Ctrace.Core.Linux.Architecture;

namespace Ctrace.Probes;

/// <summary>
/// The counters in the kernel, loaded and attached; disposing detaches them. Used by one thread. Containers get their
/// slot in the kernel when their cgroup is made (or by <see cref="Register"/>, when they ran before) and keep it until
/// <see cref="Release"/>.
/// </summary>
internal sealed class TraceProbe : IDisposable
{
    private readonly LoadedProbe _loaded;
    private readonly MappedMap<SlotLayout> _slots;
    private readonly MappedMap<SharedLayout> _shared;
    private readonly BpfMap _calls;
    private readonly BpfMap _free;
    private readonly BpfMap _cgroups;
    private readonly BpfMap _containers;
    private readonly BpfMap _executables;
    private readonly BpfMap _outcomes;
    private readonly BpfMap _untraced;
    private readonly CallerReader _callers;
    private readonly LookReader _looks;
    private readonly NoteReader _notes;
    private readonly LifeReader? _lives;
    private readonly ArgumentReader _arguments;
    private readonly RefusalReader? _refusals;
    private readonly FilesProbe? _files;
    private readonly int _stripes;
    private readonly Dictionary<int, List<int>> _inFlight = [];
    private readonly Dictionary<int, ulong> _missesBefore = [];
    private ulong _misses;

    private TraceProbe(LoadedProbe loaded, ProbeOptions options)
    {
        (_loaded, Options) = (loaded, options);
        var bpfObject = loaded.Object;
        _slots = MappedMap<SlotLayout>.Map(bpfObject.Map("slots"));
        _shared = MappedMap<SharedLayout>.Map(bpfObject.Map(".data"));
        _calls = bpfObject.Map("calls");
        _stripes = (int)_calls.Entries / _slots.Count;
        _free = bpfObject.Map("free_slots");
        _cgroups = bpfObject.Map("cgroups");
        _containers = bpfObject.Map("containers");
        _executables = bpfObject.Map("executables");
        _outcomes = bpfObject.Map("outcomes");
        _untraced = bpfObject.Map("untraced");
        _callers = new CallerReader(bpfObject);
        _looks = LookReader.Start(bpfObject);
        _arguments = ArgumentReader.Open(bpfObject, options.Arguments);
        _refusals = options.Refusals ? RefusalReader.Open(bpfObject) : null;
        _notes = NoteReader.Open(bpfObject);
        _lives = LifeReader.Open(loaded);
        Register = new SlotRegister(bpfObject, _slots, _lives, Refresh);
        _files = options.Files ? FilesProbe.Load(loaded, options) : null;
        for (var index = 0u; index < options.Slots; index++)
        {
            _free.Push(index);
        }
    }

    /// <summary>What it was asked to record.</summary>
    public ProbeOptions Options { get; }

    /// <summary>Where what is known of a task is kept.</summary>
    public TaskStorage Tasks => _loaded.Spec.Storage;

    /// <summary>Which of the kernel's ways to see capability checks is in use.</summary>
    public CapabilityHook CapabilityHook => _loaded.Spec.Hook!;

    /// <summary>How many directories were named like a container's where no engine makes one, and the last of these names.</summary>
    public (ulong Count, string Last) Misplaced => (Volatile.Read(ref Shared.Misplaced), Text(Shared.MisplacedName));

    /// <summary>How many containers can be traced at once.</summary>
    public int Slots => _slots.Count;

    /// <summary>Loads the probe into the kernel and attaches it.</summary>
    /// <exception cref="CtraceException">Permission or Unavailable: the kernel does not take it; the message says why.</exception>
    public static TraceProbe Attach(ProbeOptions options)
    {
        var probe = ProbeLoader.Attach(TraceSpec.Alternatives(options), loaded => new TraceProbe(loaded, options));
        try
        {
            probe._files?.Attach();
            return probe;
        }
        catch
        {
            probe.Dispose();
            throw;
        }
    }

    /// <summary>
    /// Events that the probe has missed since it was attached: the kernel did not run its programs, or there was no room for what it keeps of
    /// a task. Nobody can say whose they were. As of the last look at the slots.
    /// </summary>
    public ulong Misses => _misses;

    /// <summary>The slots in use, with what each is.</summary>
    public IEnumerable<Slot> InUse()
    {
        var before = _misses;
        _misses = _loaded.Object.Misses() + (_files?.Misses() ?? 0) + Volatile.Read(ref Shared.Missed);
        for (var index = 0; index < _slots.Count; index++)
        {
            var state = (SlotState)Volatile.Read(ref _slots[index].State);
            if (state != SlotState.Free)
            {
                _missesBefore.TryAdd(index, before);
                yield return Describe(index, state);
            }
        }
    }

    /// <summary>The slots to which cgroups lead, one for each cgroup.</summary>
    public IReadOnlyList<int> Places => [.. _cgroups.All<CgroupKey, uint>().Select(place => (int)place.Value)];

    /// <summary>One slot as it is now.</summary>
    public Slot this[int index] => Describe(index, (SlotState)Volatile.Read(ref _slots[index].State));

    /// <summary>Names of containers that found no free slot since the last call, as their cgroups are called.</summary>
    public IReadOnlyList<string> TakeUntraced()
    {
        var names = new List<string>();
        while (_untraced.TryPop(out UntracedName untraced))
        {
            names.Add(Text(untraced.Name));
        }

        return names;
    }

    /// <summary>Gives slots to what is there already, or is about to begin.</summary>
    public SlotRegister Register { get; }

    /// <summary>Somebody knows whose a slot is: it does not count any more among those that names alone have taken.</summary>
    public void Confirm(int index)
    {
        const uint Confirmed = (uint)SlotFlags.Confirmed;
        if ((Interlocked.Or(ref _slots[index].Flags, Confirmed) & Confirmed) == 0)
        {
            Interlocked.Decrement(ref Shared.Unconfirmed);
        }
    }

    /// <summary>Counts calls that were under way before the probe came.</summary>
    public void AddInFlight(int index, Architecture architecture, int number)
    {
        if (CallIndex.Of(architecture, number) is { } call)
        {
            if (!_inFlight.TryGetValue(index, out var calls))
            {
                _inFlight[index] = calls = [];
            }

            calls.Add(call);
        }
    }

    /// <summary>Adds all that was counted in a slot since it was taken.</summary>
    public void Read(int index, TraceBuilder trace, ProbeSnapshot snapshot)
    {
        ref var slot = ref _slots[index];
        for (var capability = 0; capability < Contract.CAPABILITIES; capability++)
        {
            Add(trace, capability, granted: true, Volatile.Read(ref slot.Granted[capability]));
            Add(trace, capability, granted: false, Volatile.Read(ref slot.Denied[capability]));
        }

        var programs = snapshot.Programs(index);
        _callers.AddTo(index, ref slot, trace, programs);
        LookReader.AddTo(snapshot.Looks(index), ref slot, trace, programs);
        Span<ulong> sums = stackalloc ulong[Contract.COUNTERS];
        sums.Clear();
        AddCalls(index, sums);
        for (var call = 0; call < sums.Length; call++)
        {
            if (sums[call] > 0)
            {
                trace.AddSyscall(CallIndex.Name(call), sums[call]);
            }
        }

        trace.AddLost(slot.Lost);
        _notes.AddTo(index, trace);
        _lives?.AddTo(index, ref slot, Text(slot.Name), trace, _callers.Times(index, ref slot));
        snapshot.AddTo(index, trace);
        _refusals?.AddTo(index, snapshot.Refusals(index), trace, programs);
        _arguments.AddTo(index, trace, snapshot.Combinations(index), _inFlight.GetValueOrDefault(index, []));
    }

    /// <summary>Whether it is counted which program makes how many calls. Costs a call of a container some nanoseconds.</summary>
    public bool CountsPrograms
    {
        get => Volatile.Read(ref Shared.Tally) != 0;
        set => Volatile.Write(ref Shared.Tally, value ? 1u : 0);
    }

    /// <summary>How many calls each program of a slot made while that was counted, roughly; null where it is not counted now.</summary>
    public IReadOnlyDictionary<string, ulong>? ProgramCalls(int index, ProbeSnapshot snapshot) =>
        CountsPrograms ? _callers.Calls(index, ref _slots[index], snapshot.Programs(index)) : null;

    /// <summary>Reads what is kept in hash maps, for all slots at once.</summary>
    public ProbeSnapshot Snapshot() => new(
        _executables.All<ExecutableKey, ExecutableLayout>(), _outcomes.All<OutcomeKey, ulong>(), _arguments.Read(), _refusals?.Read() ?? [], _looks.Read(), _files?.Read());

    /// <summary>
    /// Closes a slot whose container has ended: what it holds is final. False when the container has been started again
    /// meanwhile and goes on in it.
    /// </summary>
    public bool TryClose(int index) => Interlocked.CompareExchange(ref _slots[index].State, (uint)SlotState.Closed, (uint)SlotState.Ended) == (uint)SlotState.Ended;

    /// <summary>
    /// Gives a slot back. What runs in its cgroup is not counted any more, and nothing of it reaches whoever gets the
    /// slot next: programs that are still at work on it are waited for before it is emptied.
    /// </summary>
    public void Release(IReadOnlyCollection<int> indexes)
    {
        if (indexes.Count == 0)
        {
            return;
        }

        var released = indexes.Where(index => this[index].State != SlotState.Free).ToHashSet();
        Close(released);
        Remove<CgroupKey, uint>(_cgroups, (_, slot) => slot, released);
        Remove<ContainerKey, uint>(_containers, (_, slot) => slot, released);
        Refresh();
        Membarrier.Wait();
        Remove<ExecutableKey, ExecutableLayout>(_executables, (key, _) => key.Slot, released);
        Remove<OutcomeKey, ulong>(_outcomes, (key, _) => key.Slot, released);
        _arguments.Release(released);
        _looks.Release(released);
        _refusals?.Release(released);
        _files?.Empty(released);
        foreach (var index in released)
        {
            for (var stripe = 0; stripe < _stripes; stripe++)
            {
                _calls.Set((uint)((index * _stripes) + stripe), default(CounterLayout));
            }

            _inFlight.Remove(index);
            _missesBefore.Remove(index);
            _callers.Release(index, ref _slots[index]);
            Confirm(index);
            GiveBack(in _slots[index]);
            _notes.Release(index);
            _lives?.Release(index);
            _slots[index] = default;
            _free.Push((uint)index);
        }
    }

    /// <inheritdoc />
    public void Dispose()
    {
        _files?.Dispose();
        _looks.Dispose();
        _slots.Dispose();
        _shared.Dispose();
        _loaded.Dispose();
    }

    private static void Remove<TKey, TValue>(BpfMap map, Func<TKey, TValue, uint> slot, HashSet<int> released)
        where TKey : unmanaged
        where TValue : unmanaged
    {
        foreach (var (key, value) in map.All<TKey, TValue>().Where(entry => released.Contains((int)slot(entry.Key, entry.Value))))
        {
            map.Remove(key);
        }
    }

    private static void Add(TraceBuilder trace, int capability, bool granted, ulong count)
    {
        if (count > 0)
        {
            trace.AddCapability(Capability.Name(capability) ?? $"capability_{capability}", granted, count);
        }
    }

    private static string Text(ReadOnlySpan<byte> bytes) => Encoding.UTF8.GetString(bytes.UpToNul());

    /// <summary>Adds up a slot's counters. Copied, not mapped: a mapping would count all slots as this process's memory.</summary>
    private void AddCalls(int index, Span<ulong> sums)
    {
        for (var stripe = 0; stripe < _stripes; stripe++)
        {
            if (_calls.TryGet((uint)((index * _stripes) + stripe), out CounterLayout counters))
            {
                ReadOnlySpan<ulong> calls = counters.Calls;
                for (var call = 0; call < calls.Length; call++)
                {
                    sums[call] += calls[call];
                }
            }
        }

        foreach (var call in _inFlight.GetValueOrDefault(index, []))
        {
            sums[call]++;
        }
    }

    /// <summary>
    /// Closes slots for the kernel side: a cgroup that is made from now on leads to none of them. Closed once more when the programs have
    /// ended that were at work meanwhile, where one of them may have ended a slot after that (bpf/lib/task.h, replace).
    /// </summary>
    private void Close(HashSet<int> released)
    {
        for (var time = 0; time < (Tasks.Exchanges ? 1 : 2); time++)
        {
            foreach (var index in released)
            {
                Volatile.Write(ref _slots[index].State, (uint)SlotState.Closed);
            }

            Membarrier.Wait();
        }
    }

    /// <summary>What a slot had borrowed can be lent to others.</summary>
    private void GiveBack(in SlotLayout slot)
    {
        for (var room = 0; room < Contract.ROOMS; room++)
        {
            Interlocked.Add(ref Shared.Borrowed[room], 0u - slot.Borrowed[room]);
        }
    }

    private ref SharedLayout Shared => ref _shared[0];

    private Slot Describe(int index, SlotState state)
    {
        ref var slot = ref _slots[index];
        var name = Text(slot.Name);
        return new Slot(index, state, (SlotFlags)Volatile.Read(ref slot.Flags), name, CgroupName.ContainerId(name), Volatile.Read(ref slot.Unknown),
            _misses > _missesBefore.GetValueOrDefault(index, _misses));
    }

    /// <summary>Has every task look again where it belongs.</summary>
    private void Refresh() => Interlocked.Increment(ref Shared.Generation);
}
