using System.Numerics;

namespace Ctrace.Core.Traces;

/// <summary>
/// Keeps a trace so small that it fits into a tracefile, whatever its containers chose to name: each run is bounded, but many runs of many
/// names come together in one file. Calls and capabilities always stay. What has no room is left out, and the facts say of what.
/// </summary>
internal static class TraceBounds
{
    // In bytes of a tracefile; all together less than TracefileReader.MaxSize, and what a run of TraceBuilder's holds fits as a rule.
    private const int MaxExecutables = 2 << 20;
    private const int MaxSyscallCallers = 3 << 20;
    private const int MaxCapabilityCallers = 1 << 19;
    private const int MaxOutcomes = 1 << 20;
    private const int MaxArguments = 1 << 20;
    private const int MaxFiles = 3 << 20;
    private const int MaxLinks = 1 << 19;
    private const int MaxMounts = 1 << 19;
    private const int MaxHeld = 1 << 20;
    private const int MaxRefusals = 1 << 19;
    private const int MaxRefused = 1 << 19;
    private const int MaxFacts = 1 << 19;
    private const int MaxStarts = 1 << 18;
    private const int MaxFirsts = 1 << 17;

    // Numbers, words and names that stand beside a text; so the lines are bounded as well (TracefileReader.MaxLines).
    private const int Line = 96;

    private const string Incomplete = "incomplete";

    /// <summary>Unites two traces within the bounds. What the first one has stays before anything that the second one adds.</summary>
    public static Trace Unite(Trace first, Trace second)
    {
        ArgumentNullException.ThrowIfNull(first);
        return Fit(first.Merge(second), first);
    }

    /// <summary>The trace within the bounds.</summary>
    /// <param name="trace">Any trace.</param>
    /// <param name="first">What of it is kept before the rest; null for nothing in particular.</param>
    public static Trace Fit(Trace trace, Trace? first = null)
    {
        ArgumentNullException.ThrowIfNull(trace);
        var facts = new List<Fact>();
        var old = first ?? new Trace(trace.Architecture);
        var fitted = trace with
        {
            Executables = Some(trace.Executables, MaxExecutables, Length, old.Executables.Contains, Fact.Executables) is { } executables
                ? Counts<string>.Create(executables) : trace.Executables,
            Denied = Some(trace.Denied, MaxOutcomes, Length, old.Denied.Contains, Fact.Outcomes) is { } denied ? Counts<Outcome>.Create(denied) : trace.Denied,
            Failed = Some(trace.Failed, MaxOutcomes, Length, old.Failed.Contains, Fact.Outcomes) is { } failed ? Counts<Outcome>.Create(failed) : trace.Failed,
            SyscallCallers = Some(trace.SyscallCallers, MaxSyscallCallers, Length, old.SyscallCallers.Contains, Fact.Callers) is { } callers
                ? Callers<SyscallName>.Create(callers) : trace.SyscallCallers,
            CapabilityCallers = Some(trace.CapabilityCallers, MaxCapabilityCallers, Length, old.CapabilityCallers.Contains, Fact.Callers) is { } users
                ? Callers<string>.Create(users) : trace.CapabilityCallers,
            Held = Some(trace.Held, MaxHeld, Length, Essential(trace.Held).Contains, Fact.Callers) is { } held ? Callers<HeldCapability>.Create(held) : trace.Held,
            Refusals = FitRefusals(trace.Refusals, old.Refusals),
            Refused = Some(trace.Refused, MaxRefused, Length, old.Refused.Contains, Fact.Refused) is { } refused
                ? RefusedCalls.Create(refused) : trace.Refused,
            Arguments = FitArguments(trace.Arguments),
            Resources = FitResources(trace.Resources, old.Resources),
            Life = FitLife(trace.Life, old.Life),
        };
        // What is left out is said whatever there is beside it; only of images there can be many.
        var kept = Room(fitted.Facts.Union(facts), MaxFacts, fact => Length(fact.Key) + Length(fact.Value), fact => fact.Key != Fact.Image || old.Facts.Contains(fact));
        return kept is null && facts.Count == 0 ? fitted : fitted with
        {
            Facts = [.. kept ?? fitted.Facts.Concat(facts), .. kept is null ? (Fact[])[] : [new Fact(Fact.Facts, Incomplete)]],
        };

        List<KeyValuePair<TKey, TValue>>? Some<TKey, TValue>(IReadOnlyCollection<KeyValuePair<TKey, TValue>> all, int room, Func<TKey, int> length, Predicate<TKey> isOld, string key)
        {
            var some = Room(all, room, entry => length(entry.Key), entry => isOld(entry.Key));
            if (some is not null)
            {
                facts.Add(new Fact(key, Incomplete));
            }

            return some;
        }

        Refusals FitRefusals(Refusals refusals, Refusals before)
        {
            var calls = Some(refusals.Calls, MaxRefusals, one => Length(one.Outcome) + Length(one.Caller.Path) + (20 * (one.Arguments?.Values.Length ?? 0)), before.Calls.Contains, Fact.Refusals);
            var capabilities = Some(refusals.Capabilities, MaxRefusals, one => Length(one.Capability) + Length(one.Caller.Path), before.Capabilities.Contains, Fact.Refusals);
            return calls is null && capabilities is null ? refusals : new Refusals(
                calls is null ? refusals.Calls : Counts<Refusal>.Create(calls), capabilities is null ? refusals.Capabilities : Counts<CapabilityRefusal>.Create(capabilities));
        }

        Life FitLife(Life life, Life before)
        {
            var starts = Room(life.Starts.OrderBy(start => start.Began).ThenBy(start => start.Id), MaxStarts, Length, start => before[start.Id] is not null);
            if (starts is not null)
            {
                facts.Add(new Fact(Fact.Starts, Incomplete));
            }

            var calls = Some(life.Syscalls, MaxFirsts, call => Length(call.Name), _ => false, Fact.Starts);
            var capabilities = Some(life.Capabilities, MaxFirsts, Length, _ => false, Fact.Starts);
            return starts is null && calls is null && capabilities is null ? life : Life.Create(starts ?? life.Starts, calls ?? life.Syscalls, capabilities ?? life.Capabilities);
        }

        RecordedArguments FitArguments(RecordedArguments arguments)
        {
            // A call of which some combinations have no room was given more than is kept, which is safe to say.
            var some = Room(arguments.Seen, MaxArguments, entry => Length(entry.Key.Syscall.Name) + (20 * entry.Key.Values.Length), entry => old.Arguments.Knows(entry.Key.Syscall));
            return some is null ? arguments : RecordedArguments.Create(
                some, arguments.Any.Union(arguments.Seen.Except(some).Select(entry => entry.Key.Syscall)));
        }

        Resources FitResources(Resources resources, Resources before)
        {
            var files = Room(resources.Files, MaxFiles, entry => Length(entry.Key.Path), entry => before.Files[entry.Key] != FileModes.None);
            var links = Room(resources.Links, MaxLinks, link => Length(link.Path) + Length(link.Target), before.Links.Contains);
            var mounts = Room(resources.Mounts, MaxMounts, mount => Length(mount.Target) + Length(mount.Source) + Length(mount.Type), before.Mounts.Contains);
            if (files is null && links is null && mounts is null)
            {
                return resources;
            }

            facts.Add(new Fact(Fact.Files, Fact.FilesIncomplete));
            return resources with
            {
                Files = files is null ? resources.Files : FileSet.Create(files),
                Links = links is null ? resources.Links : [.. links],
                Mounts = mounts is null ? resources.Mounts : [.. mounts],
            };
        }
    }

    /// <summary>As many as have room, the old ones first; null when all have.</summary>
    private static List<TEntry>? Room<TEntry>(IEnumerable<TEntry> all, int room, Func<TEntry, int> length, Predicate<TEntry> isOld)
    {
        var used = all.Sum(entry => (long)(length(entry) + Line));
        if (used <= room)
        {
            return null;
        }

        var (kept, left) = (new List<TEntry>(), room);
        foreach (var entry in all.Where(entry => isOld(entry)).Concat(all.Where(entry => !isOld(entry))))
        {
            if (length(entry) + Line is var needed && needed <= left)
            {
                left -= needed;
                kept.Add(entry);
            }
        }

        return kept;
    }

    /// <summary>Of each capability that had to be held one who held it: without any, it would not be needed.</summary>
    private static HashSet<ByCaller<HeldCapability>> Essential(Callers<HeldCapability> held) =>
        [.. held.GroupBy(entry => entry.Key.Name).Select(uses => uses.MinBy(use => use.Key.Caller.Path.Length).Key)];

    private static int Length(ByCaller<HeldCapability> use) => Length(use.Name.Name) + Length(use.Caller.Path);

    private static int Length(RefusedCall one) => Length(one.Syscall.Name) + Length(one.Profile) + Length(one.Caller.Path) + (20 * (one.Arguments?.Values.Length ?? 0));

    /// <summary>Of a line that names signals, in 8 characters each as a rule.</summary>
    private static int Length(RunStart start)
    {
        var signals = start.Signals;
        return 80 + (9 * (BitOperations.PopCount(signals.FirstHandled) + BitOperations.PopCount(signals.FirstDefault)
            + BitOperations.PopCount(signals.OthersHandled) + BitOperations.PopCount(signals.OthersDefault)));
    }

    private static int Length(Outcome outcome) => Length(outcome.Syscall.Name);

    private static int Length(ByCaller<SyscallName> use) => Length(use.Name.Name) + Length(use.Caller.Path);

    private static int Length(ByCaller<string> use) => Length(use.Name) + Length(use.Caller.Path);

    /// <summary>How long a text can become when it is escaped: <c>\u{HEX}</c> for all but printable ASCII.</summary>
    private static int Length(string text)
    {
        var length = 0;
        foreach (var one in text)
        {
            length += one is > ' ' and <= '~' and not '\\' ? 1 : 8;
        }

        return length;
    }
}
