using System.Runtime.InteropServices;
using Ctrace.Core;
using Ctrace.Core.Traces;
using Ctrace.Interop;

namespace Ctrace.Probes;

/// <summary>
/// The part of the trace probe that reads the capabilities of files which the kernel does not tell of (bpf/lib/looks.h). A thread of its own
/// looks as soon as one was executed, since the process may be gone soon. What nobody could look at is said.
/// </summary>
internal sealed class LookReader : IDisposable
{
    private static readonly TimeSpan Round = TimeSpan.FromMilliseconds(100), Patience = TimeSpan.FromSeconds(2);

    private readonly BpfMap _looks;
    private readonly RingBuffer _ring;
    private readonly Thread _thread;
    private readonly HashSet<LookKey> _given = [];
    private readonly ManualResetEventSlim _turn = new();
    private volatile bool _ended;

    private LookReader(BpfObject loaded)
    {
        _looks = loaded.Map("looks");
        _ring = RingBuffer.Open(loaded.Map("wanted_looks"), Look);
        _thread = new Thread(Run) { IsBackground = true, Name = "looks" };
    }

    /// <summary>Begins to look.</summary>
    /// <param name="loaded">The trace probe.</param>
    public static LookReader Start(BpfObject loaded)
    {
        var probe = new LookReader(loaded);
        probe._thread.Start();
        return probe;
    }

    /// <summary>What is known, for all slots. What is wanted and not seen yet is waited for once.</summary>
    public IReadOnlyList<KeyValuePair<LookKey, LookLayout>> Read()
    {
        var looks = _looks.All<LookKey, LookLayout>();
        var unseen = looks.Where(entry => entry.Value.Seen == 0 && !_given.Contains(entry.Key)).Select(entry => entry.Key).ToList();
        if (unseen.Count == 0)
        {
            return looks;
        }

        // Two turns: one may have begun before. The rest of the work does not wait for a look that does not end.
        for (var turns = 0; turns < 2 && _thread.IsAlive; turns++)
        {
            _turn.Reset();
            if (!_turn.Wait(Patience))
            {
                break;
            }
        }

        _given.UnionWith(unseen);
        return _looks.All<LookKey, LookLayout>();
    }

    /// <summary>Adds what was found in a slot.</summary>
    /// <param name="looks">The slot's.</param>
    /// <param name="slot">The slot itself.</param>
    /// <param name="trace">What it is added to.</param>
    /// <param name="programs">Paths by caller.</param>
    public static void AddTo(IEnumerable<KeyValuePair<LookKey, LookLayout>> looks, ref SlotLayout slot, TraceBuilder trace, IReadOnlyDictionary<uint, string?> programs)
    {
        var unseen = ((SlotFlags)Volatile.Read(ref slot.Flags)).HasFlag(SlotFlags.LooksLost);
        foreach (var (_, look) in looks)
        {
            unseen |= look.Seen == 0;
            var after = look.Time <= slot.FirstNanoseconds ? 0 : (look.Time - slot.FirstNanoseconds) / 1_000_000;
            foreach (var name in CapabilityBits.Names(look.File & look.Bounding))
            {
                trace.AddHeld(new HeldCapability(name, Holding.File), CallerReader.CallerOf(look.Caller, programs) ?? Caller.Unknown, after);
            }
        }

        if (unseen)
        {
            trace.AddFact(Fact.FileCapabilities, "incomplete");
        }
    }

    /// <summary>Forgets slots.</summary>
    public void Release(IReadOnlySet<int> slots)
    {
        foreach (var (key, _) in _looks.All<LookKey, LookLayout>())
        {
            if (slots.Contains((int)key.Slot))
            {
                _looks.Remove(key);
                _given.Remove(key);
            }
        }
    }

    /// <inheritdoc />
    public void Dispose()
    {
        _ended = true;
        if (_thread.Join(Patience))
        {
            _ring.Dispose();
            _turn.Dispose();
        }
    }

    private void Run()
    {
        try
        {
            while (!_ended)
            {
                _ring.Poll(Round);
                _turn.Set();
            }
        }
        catch (CtraceException)
        {
            // What is wanted from now on stays unseen, which traces then say.
        }
    }

    /// <summary>A time of CLOCK_MONOTONIC in nanoseconds since 1970, by the clock as it is now set.</summary>
    private static long Realtime(ulong time) =>
        ((DateTimeOffset.UtcNow.Ticks - DateTimeOffset.UnixEpoch.Ticks) * 100) - (KernelTime.Now.Monotonic - (long)time);

    // Only what is still in the map: its slot may have been given back meanwhile.
    private void Look(ReadOnlySpan<byte> record)
    {
        var wanted = MemoryMarshal.Read<LookEvent>(record);
        if (_looks.TryGet(wanted.Key, out LookLayout look) && look.Seen == 0 && FileCapabilities.Find(wanted, Realtime(look.Time)) is { } file)
        {
            _looks.Set(wanted.Key, look with { File = file, Seen = 1 });
        }
    }
}
