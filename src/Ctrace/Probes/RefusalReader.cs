using Ctrace.Core.Linux;
using Ctrace.Core.Traces;
using Ctrace.Interop;

namespace Ctrace.Probes;

/// <summary>The part of the trace probe that records what is refused, and to which program (bpf/lib/refusals.h), where that is asked for.</summary>
internal sealed class RefusalReader
{
    private const uint MaxEntries = 262144;

    private readonly BpfMap _rooms;
    private readonly BpfMap _refusals;

    private RefusalReader(BpfObject loaded) => (_rooms, _refusals) = (loaded.Map("refusal_rooms"), loaded.Map("refusals"));

    /// <summary>How many entries the maps have.</summary>
    public static IEnumerable<(string Map, uint Count)> Entries(uint slots) =>
        [("deciding", Contract.COUNTERS), ("refusal_rooms", slots), ("refusals", Math.Min(slots * Contract.REFUSALS, MaxEntries))];

    /// <summary>Tells the kernel side which arguments count, before anything is attached.</summary>
    public static RefusalReader Open(BpfObject loaded)
    {
        var map = loaded.Map("deciding");
        foreach (var architecture in CallIndex.Architectures)
        {
            foreach (var name in DecidingArgument.Calls)
            {
                if (Core.Linux.Syscalls.Number(architecture, name) is { } number && CallIndex.Of(architecture, number) is { } index)
                {
                    map.Set((uint)index, Plan(name));
                }
            }
        }

        return new RefusalReader(loaded);
    }

    /// <summary>All of all slots.</summary>
    public List<KeyValuePair<RefusalKey, ulong>> Read() => _refusals.All<RefusalKey, ulong>();

    /// <summary>Adds what was refused in a slot.</summary>
    /// <param name="index">The slot.</param>
    /// <param name="read">What was <see cref="Read"/> of it.</param>
    /// <param name="trace">What it is added to.</param>
    /// <param name="programs">Paths by caller.</param>
    public void AddTo(int index, IEnumerable<KeyValuePair<RefusalKey, ulong>> read, TraceBuilder trace, IReadOnlyDictionary<uint, string?> programs)
    {
        foreach (var (key, count) in read)
        {
            if (CallerReader.CallerOf(key.Caller, programs) is not { } caller)
            {
                continue; // the program is newer than what was read of programs: the next time
            }

            if (key.Use >= Contract.COUNTERS)
            {
                var number = (int)key.Use - Contract.COUNTERS;
                trace.AddRefusal(new CapabilityRefusal(Capability.Name(number) ?? $"capability_{number}", key.Reason == Contract.LACK_OWN, caller), count);
            }
            else if (key.Reason is > 0 and <= Outcome.MaxErrno)
            {
                var call = CallIndex.Name((int)key.Use);
                var values = DecidingArgument.Values(call.Name, [.. (ReadOnlySpan<ulong>)key.Values]);
                trace.AddRefusal(call, (int)key.Reason, caller, values.IsEmpty ? null : new CallArguments(call, values), count);
            }
        }

        if (_rooms.TryGet((uint)index, out RefusalRoom room) && room.Lost > 0)
        {
            trace.AddFact(Fact.Refusals, Fact.RefusalsIncomplete);
        }
    }

    /// <summary>Empties slots that nothing is counted in any more.</summary>
    public void Release(IReadOnlySet<int> slots)
    {
        foreach (var (key, _) in Read())
        {
            if (slots.Contains((int)key.Slot))
            {
                _refusals.Remove(key);
            }
        }

        foreach (var slot in slots)
        {
            _rooms.Set((uint)slot, default(RefusalRoom));
        }
    }

    private static ArgumentPlanLayout Plan(string name)
    {
        var plan = new ArgumentPlanLayout { Place = 1 };
        foreach (var argument in DecidingArgument.Of(name))
        {
            plan.Masks[argument.Index] = argument.Mask;
        }

        return plan;
    }
}
