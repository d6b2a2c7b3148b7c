using Ctrace.Core.Linux;
using Ctrace.Core.Traces;

namespace Ctrace.Probes;

/// <summary>What the hash maps held when they were read: executables, outcomes, refusals, arguments and, if they are recorded, files, by slot.</summary>
internal sealed class SlotDetails
{
    private readonly ILookup<uint, KeyValuePair<ExecutableKey, ExecutableLayout>> _executables;
    private readonly ILookup<uint, KeyValuePair<OutcomeKey, ulong>> _outcomes;
    private readonly ILookup<uint, KeyValuePair<ArgumentKey, ulong>> _arguments;
    private readonly ILookup<uint, KeyValuePair<RefusalKey, ulong>> _refusals;
    private readonly ResourceUses? _resources;

    public SlotDetails(
        List<KeyValuePair<ExecutableKey, ExecutableLayout>> executables, List<KeyValuePair<OutcomeKey, ulong>> outcomes, List<KeyValuePair<ArgumentKey, ulong>> arguments,
        ResourceUses? resources = null, List<KeyValuePair<RefusalKey, ulong>>? refusals = null)
    {
        _refusals = (refusals ?? []).ToLookup(entry => entry.Key.Slot);
        _resources = resources;
        _executables = executables.ToLookup(entry => entry.Key.Slot);
        _outcomes = outcomes.ToLookup(entry => entry.Key.Slot);
        _arguments = arguments.ToLookup(entry => entry.Key.Slot);
    }

    /// <summary>Files whose capabilities were to be read.</summary>
    public IReadOnlyList<KeyValuePair<LookKey, LookLayout>> Looks { get; init; } = [];

    /// <summary>What empty maps hold.</summary>
    public static SlotDetails None { get; } = new([], [], []);

    /// <summary>How many combinations of arguments one slot has, by counter.</summary>
    public IReadOnlyDictionary<uint, int> Combinations(int index) => _arguments[(uint)index].CountBy(entry => entry.Key.Index).ToDictionary();

    /// <summary>What was refused in one slot.</summary>
    public IEnumerable<KeyValuePair<RefusalKey, ulong>> Refusals(int index) => _refusals[(uint)index];

    /// <summary>The paths of one slot's programs by their number; none where two have the same.</summary>
    public IReadOnlyDictionary<uint, string?> Programs(int index) => _executables[(uint)index]
        .GroupBy(entry => entry.Value.Caller, entry => PathText.Decode(Path(entry.Key)))
        .ToDictionary(paths => paths.Key, paths => paths.Count() == 1 ? paths.First() : null);

    /// <summary>Adds what belongs to one slot.</summary>
    public void AddTo(int index, TraceBuilder trace)
    {
        _resources?.AddTo(index, trace);
        foreach (var (key, executable) in _executables[(uint)index])
        {
            trace.AddExecutable(Path(key), executable.Count);
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

            const int Denied = 0; // enum outcome_kind in bpf/events.h
            if (key.Kind == Denied)
            {
                trace.AddDenied(CallIndex.Name(call), (int)key.Error, count);
            }
            else
            {
                trace.AddFailed(CallIndex.Name(call), (int)key.Error, count);
            }
        }
    }

    private static ReadOnlySpan<byte> Path(in ExecutableKey key)
    {
        ReadOnlySpan<byte> path = key.Path;
        return path.UpToNul();
    }
}
