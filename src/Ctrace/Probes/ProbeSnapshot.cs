using Ctrace.Core.Linux;
using Ctrace.Core.Traces;

namespace Ctrace.Probes;

/// <summary>
/// What the hash maps of a probe held at one moment, for all slots; the counters of a slot are read when its trace is made, so that what is
/// here is never newer than they are.
/// </summary>
internal sealed class ProbeSnapshot
{
    private readonly ILookup<uint, KeyValuePair<ExecutableKey, ExecutableLayout>> _executables;
    private readonly ILookup<uint, KeyValuePair<OutcomeKey, ulong>> _outcomes;
    private readonly ILookup<uint, KeyValuePair<ArgumentKey, ulong>> _arguments;
    private readonly ILookup<uint, KeyValuePair<RefusalKey, ulong>> _refusals;
    private readonly ILookup<uint, KeyValuePair<LookKey, LookLayout>> _looks;
    private readonly ResourceUses? _resources;

    public ProbeSnapshot(
        IEnumerable<KeyValuePair<ExecutableKey, ExecutableLayout>> executables, IEnumerable<KeyValuePair<OutcomeKey, ulong>> outcomes,
        IEnumerable<KeyValuePair<ArgumentKey, ulong>> arguments, IEnumerable<KeyValuePair<RefusalKey, ulong>> refusals,
        IEnumerable<KeyValuePair<LookKey, LookLayout>> looks, ResourceUses? resources)
    {
        _executables = executables.ToLookup(entry => entry.Key.Slot);
        _outcomes = outcomes.ToLookup(entry => entry.Key.Slot);
        _arguments = arguments.ToLookup(entry => entry.Key.Slot);
        _refusals = refusals.ToLookup(entry => entry.Key.Slot);
        _looks = looks.ToLookup(entry => entry.Key.Slot);
        _resources = resources;
    }

    /// <summary>Files of one slot whose capabilities were to be read.</summary>
    public IEnumerable<KeyValuePair<LookKey, LookLayout>> Looks(int index) => _looks[(uint)index];

    /// <summary>How many combinations of arguments one slot has, by counter.</summary>
    public IReadOnlyDictionary<uint, int> Combinations(int index) => _arguments[(uint)index].CountBy(entry => entry.Key.Index).ToDictionary();

    /// <summary>What was refused in one slot.</summary>
    public IEnumerable<KeyValuePair<RefusalKey, ulong>> Refusals(int index) => _refusals[(uint)index];

    /// <summary>The names of one slot's programs by their number; none where two have the same.</summary>
    public IReadOnlyDictionary<uint, string?> Programs(int index) => _executables[(uint)index]
        .GroupBy(entry => entry.Value.Caller, entry => Name(entry.Key))
        .ToDictionary(paths => paths.Key, paths => paths.Count() == 1 ? paths.First() : null);

    /// <summary>Adds what belongs to one slot.</summary>
    public void AddTo(int index, TraceBuilder trace)
    {
        _resources?.AddTo(index, trace);
        foreach (var (key, executable) in _executables[(uint)index])
        {
            trace.AddExecutable(Name(key), executable.Count);
        }

        foreach (var (key, count) in _arguments[(uint)index])
        {
            var call = CallIndex.Name((int)key.Index);
            trace.AddArguments(call, DecidingArgument.RecordedValues(call.Name, [.. (ReadOnlySpan<ulong>)key.Values]), count);
        }

        foreach (var (key, count) in _outcomes[(uint)index])
        {
            if (key.Error is 0 or > Outcome.MaxErrno || CallIndex.Of(key.Abi, key.Number) is not { } call)
            {
                continue;
            }

            if (key.Kind == Contract.OUTCOME_DENIED)
            {
                trace.AddDenied(CallIndex.Name(call), (int)key.Error, count);
            }
            else
            {
                trace.AddFailed(CallIndex.Name(call), (int)key.Error, count);
            }
        }
    }

    private static string Name(in ExecutableKey key)
    {
        ReadOnlySpan<byte> path = key.Path;
        return ProgramName.Decode(path);
    }
}
