using Ctrace.Core.Linux;
using Ctrace.Core.Seccomp.Profiles;
using Ctrace.Core.Traces;
using Ctrace.Interop;

namespace Ctrace.Probes;

/// <summary>
/// The part of the trace probe that records what calls are given (bpf/lib/arguments.h): always those that engines' default profiles allow
/// with some arguments only, since a profile would else have to be wider than they are; the others where that is asked for.
/// </summary>
internal sealed class ArgumentReader
{
    private readonly BpfMap _counts;
    private readonly BpfMap _arguments;

    // By counter; the place is where the kernel side counts a call's combinations.
    private readonly Dictionary<int, ArgumentPlanLayout> _plans = [];

    private ArgumentReader(BpfObject loaded) => (_counts, _arguments) = (loaded.Map("argument_counts"), loaded.Map("arguments"));

    /// <summary>Tells the kernel side what to record, before anything is attached.</summary>
    /// <param name="loaded">The object.</param>
    /// <param name="all">Whether all calls of the table are recorded.</param>
    public static ArgumentReader Open(BpfObject loaded, bool all)
    {
        var probe = new ArgumentReader(loaded);
        var map = loaded.Map("argument_plans");
        foreach (var architecture in CallIndex.Architectures)
        {
            foreach (var name in all ? DecidingArgument.Calls : DefaultConditions.Recorded)
            {
                if (Core.Linux.Syscalls.Number(architecture, name) is { } number && CallIndex.Of(architecture, number) is { } index && !probe._plans.ContainsKey(index))
                {
                    map.Set((uint)index, probe._plans[index] = Plan(name, probe._plans.Count + 1));
                }
            }
        }

        return probe;
    }

    /// <summary>All combinations of all slots.</summary>
    public List<KeyValuePair<ArgumentKey, ulong>> Read() => _arguments.All<ArgumentKey, ulong>();

    /// <summary>
    /// Adds which calls of a slot were given more than is kept, or than was <see cref="Read"/> a moment ago: their counters are
    /// newer, and a call must not be in a trace without what it was given.
    /// </summary>
    /// <param name="slot">The slot.</param>
    /// <param name="trace">What it is added to.</param>
    /// <param name="read">How many combinations were read, by counter.</param>
    /// <param name="inFlight">Calls that had been made before the probe came: nothing was seen of their arguments.</param>
    public void AddTo(int slot, TraceBuilder trace, IReadOnlyDictionary<uint, int> read, IEnumerable<int> inFlight)
    {
        if (!_counts.TryGet((uint)slot, out ArgumentCountsLayout counts))
        {
            return;
        }

        foreach (var (index, plan) in _plans)
        {
            // With the flag it is more than any number of them.
            if (counts.Combinations[(int)plan.Place] > read.GetValueOrDefault((uint)index) || inFlight.Contains(index))
            {
                trace.AddAnyArguments(CallIndex.Name(index));
            }
        }
    }

    /// <summary>Empties slots that nothing is counted in any more.</summary>
    public void Release(IReadOnlySet<int> slots)
    {
        foreach (var (key, _) in Read())
        {
            if (slots.Contains((int)key.Slot))
            {
                _arguments.Remove(key);
            }
        }

        foreach (var slot in slots)
        {
            _counts.Set((uint)slot, default(ArgumentCountsLayout));
        }
    }

    private static ArgumentPlanLayout Plan(string name, int place)
    {
        var plan = new ArgumentPlanLayout { Place = place < Contract.ARGUMENT_CALLS ? (uint)place : throw new InvalidOperationException("more calls than places") };
        foreach (var argument in DecidingArgument.Recorded(name))
        {
            plan.Masks[argument.Index] = argument.Mask;
            plan.Pointed |= argument.IsPointed ? 1u : 0;
        }

        return plan;
    }
}
