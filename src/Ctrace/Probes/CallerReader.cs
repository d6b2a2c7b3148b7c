using Ctrace.Core.Traces;
using Ctrace.Interop;

namespace Ctrace.Probes;

/// <summary>
/// The part of the trace probe that knows who used what, and when first (bpf/lib/callers.h). Times are looked up once; a slot in
/// which nothing was used for the first time since it was read costs nothing to read again.
/// </summary>
internal sealed class CallerReader
{
    private readonly BpfMap _uses;
    private readonly BpfMap _first;
    private readonly Dictionary<int, SlotUses> _known = [];

    /// <param name="loaded">The trace probe.</param>
    public CallerReader(BpfObject loaded) => (_uses, _first) = (loaded.Map("caller_uses"), loaded.Map("first_uses"));

    /// <summary>
    /// Adds what is known of a slot. Before its counters are read, so that these have all calls whose callers are here.
    /// </summary>
    /// <param name="index">The slot.</param>
    /// <param name="slot">The slot itself.</param>
    /// <param name="trace">What it is added to.</param>
    /// <param name="programs">Paths by caller; a program that is not there yet is left to the next time.</param>
    public void AddTo(int index, ref SlotLayout slot, TraceBuilder trace, IReadOnlyDictionary<uint, string?> programs)
    {
        if (((SlotFlags)Volatile.Read(ref slot.Flags)).HasFlag(SlotFlags.CallersLost))
        {
            trace.AddFact(Fact.Callers, "incomplete");
        }

        var held = Held(ref slot).ToHashSet();
        foreach (var (key, time) in Known(index, ref slot))
        {
            if (CallerOf(key.Caller, programs) is not { } caller)
            {
                continue;
            }

            var after = time <= slot.FirstNanoseconds ? 0 : (time - slot.FirstNanoseconds) / 1_000_000;
            if (key.Use < Contract.COUNTERS)
            {
                trace.AddCaller(CallIndex.Name((int)key.Use), caller, after);
            }
            else
            {
                var (kind, capability) = Math.DivRem((int)key.Use - Contract.COUNTERS, Contract.CAPABILITIES);
                var name = CapabilityBits.Name(capability);
                if (kind == 0)
                {
                    trace.AddCaller(name, caller, after);
                }
                else
                {
                    var one = new HeldCapability(name, (Holding)(kind - 1));
                    trace.AddHeld(one, caller, after);
                    held.Remove(one);
                }
            }
        }

        foreach (var one in held)
        {
            trace.AddHeld(one, Caller.Unknown, 0);
        }
    }

    /// <summary>When each use of a slot was seen, by whomever: CLOCK_MONOTONIC, in nanoseconds. One use can come several times.</summary>
    public IEnumerable<(uint Use, ulong Time)> Times(int index, ref SlotLayout slot) => Known(index, ref slot).Select(entry => (entry.Key.Use, entry.Value));

    /// <summary>How many calls each program made while that was counted.</summary>
    public IReadOnlyDictionary<string, ulong> Calls(int index, ref SlotLayout slot, IReadOnlyDictionary<uint, string?> programs)
    {
        var calls = new Dictionary<string, ulong>(StringComparer.Ordinal);
        foreach (var caller in InUse(ref slot))
        {
            if (_uses.TryGet((uint)(index * Contract.CALLERS) + caller, out CallerUsesLayout uses) && uses.Calls > 0)
            {
                var name = CallerOf(caller, programs)?.ToString() ?? Caller.Unknown.ToString();
                calls[name] = calls.GetValueOrDefault(name) + uses.Calls;
            }
        }

        return calls;
    }

    /// <summary>Empties a slot that nothing is counted in any more.</summary>
    public void Release(int index, ref SlotLayout slot)
    {
        foreach (var caller in InUse(ref slot))
        {
            var place = (uint)(index * Contract.CALLERS) + caller;
            if (_uses.TryGet(place, out CallerUsesLayout uses) && uses.Uses() is { Count: > 0 } made)
            {
                made.ForEach(use => _first.Remove(new CallerKey((uint)index, caller, use, 0)));
                _uses.Set(place, default(CallerUsesLayout));
            }
        }

        _known.Remove(index);
    }

    /// <summary>What had to be held in a slot, whoever it was.</summary>
    private static List<HeldCapability> Held(ref SlotLayout slot)
    {
        List<HeldCapability> held = [];
        for (var kind = 0; kind < Contract.HOLDINGS; kind++)
        {
            var holding = (Holding)kind;
            held.AddRange(CapabilityBits.Names(Volatile.Read(ref slot.Held[kind])).Select(name => new HeldCapability(name, holding)));
        }

        return held;
    }

    private Dictionary<CallerKey, ulong> Known(int index, ref SlotLayout slot)
    {
        var count = Volatile.Read(ref slot.FirstUses);
        if (!_known.TryGetValue(index, out var known))
        {
            _known[index] = known = new SlotUses();
        }

        if (known.Count == count)
        {
            return known.Times;
        }

        // The number is raised last: whatever it counts is there by now.
        known.Count = count;
        foreach (var caller in InUse(ref slot))
        {
            if (!_uses.TryGet((uint)(index * Contract.CALLERS) + caller, out CallerUsesLayout uses))
            {
                continue;
            }

            // One that found no room is looked for once: a container can have as many as there are bits.
            foreach (var use in uses.Uses(known.Seen.GetValueOrDefault(caller)))
            {
                var key = new CallerKey((uint)index, caller, use, 0);
                if (_first.TryGet(key, out ulong time))
                {
                    known.Times.Add(key, time);
                }
            }

            known.Seen[caller] = uses;
        }

        return known.Times;
    }

    private static IEnumerable<uint> InUse(ref SlotLayout slot)
    {
        var end = (int)Math.Min(Contract.CALLER_FIRST + Volatile.Read(ref slot.Callers), Contract.CALLER_OTHERS);
        return Enumerable.Range(Contract.CALLER_RUNTIME, end - Contract.CALLER_RUNTIME).Append(Contract.CALLER_OTHERS).Select(caller => (uint)caller);
    }

    /// <summary>Who a number stands for; null for a program whose path is not there yet.</summary>
    internal static Caller? CallerOf(uint caller, IReadOnlyDictionary<uint, string?> programs) => caller switch
    {
        Contract.CALLER_RUNTIME => Caller.Runtime,
        Contract.CALLER_UNKNOWN => Caller.Unknown,
        Contract.CALLER_OTHERS => Caller.Others,
        // Without a path where two programs got one number, as they can on old kernels.
        _ => programs.TryGetValue(caller, out var path) ? path is null ? Caller.Unknown : Caller.Program(path) : null,
    };

    private sealed class SlotUses
    {
        public uint Count { get; set; }

        public Dictionary<CallerKey, ulong> Times { get; } = [];

        public Dictionary<uint, CallerUsesLayout> Seen { get; } = [];
    }
}
