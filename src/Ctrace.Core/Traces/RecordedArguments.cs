using System.Collections.Immutable;

namespace Ctrace.Core.Traces;

/// <summary>
/// What calls of a trace were given. Of a call with entries here these are all that was seen; a call that may have been given
/// anything else is in <see cref="Any"/>. Of a call that is neither here nor there nothing was recorded. Immutable.
/// </summary>
public sealed class RecordedArguments : IEquatable<RecordedArguments>
{
    /// <summary>As many entries a call has; with one more it is in <see cref="Any"/>. ARGUMENT_TUPLES in bpf/abi/trace.h.</summary>
    public const int MaxEntries = 32;

    private readonly Lazy<HashSet<SyscallName>> _known;

    private RecordedArguments(Counts<CallArguments> seen, ImmutableSortedSet<SyscallName> any)
    {
        (Seen, Any) = (seen, any);
        _known = new(() => [.. Seen.Keys.Select(entry => entry.Syscall), .. Any]);
    }

    /// <summary>Nothing recorded.</summary>
    public static RecordedArguments Empty { get; } = new(Counts<CallArguments>.Empty, []);

    /// <summary>What calls were given, and how often.</summary>
    public Counts<CallArguments> Seen { get; }

    /// <summary>Calls that were given more than is kept, or that something is missing of.</summary>
    public ImmutableSortedSet<SyscallName> Any { get; }

    /// <summary>Whether nothing is known of any call.</summary>
    public bool IsEmpty => Seen.Count == 0 && Any.IsEmpty;

    /// <summary>Puts together what was recorded; a call may come more than once, and in both.</summary>
    public static RecordedArguments Create(IEnumerable<KeyValuePair<CallArguments, ulong>> seen, IEnumerable<SyscallName> any)
    {
        var all = Counts<CallArguments>.Create(seen);
        var open = any.Union(all.Keys.CountBy(entry => entry.Syscall).Where(call => call.Value > MaxEntries).Select(call => call.Key)).ToImmutableSortedSet();
        return new(Counts<CallArguments>.Create(all.Where(entry => !open.Contains(entry.Key.Syscall))), open);
    }

    /// <summary>Whether something is known of a call's arguments: what they were, or that they were too many.</summary>
    public bool Knows(SyscallName call) => _known.Value.Contains(call);

    /// <summary>Only what concerns some calls.</summary>
    public RecordedArguments Only(Predicate<SyscallName> calls) =>
        new(Counts<CallArguments>.Create(Seen.Where(entry => calls(entry.Key.Syscall))), [.. Any.Where(call => calls(call))]);

    /// <summary>
    /// What is known of both traces. A call that one has without its arguments has unknown ones in the whole, even if the other
    /// knew of too many: only so the order of merging does not matter.
    /// </summary>
    internal static RecordedArguments Unite(Trace one, Trace other)
    {
        if (one.Arguments.IsEmpty && other.Arguments.IsEmpty)
        {
            return Empty;
        }

        var unknown = Unknown(one).Union(Unknown(other)).ToHashSet();
        return Create(one.Arguments.Seen.Concat(other.Arguments.Seen), one.Arguments.Any.Union(other.Arguments.Any)).Only(call => !unknown.Contains(call));
    }

    /// <summary>Same content.</summary>
    public bool Equals(RecordedArguments? other) => other is not null && Seen.Equals(other.Seen) && Any.SetEquals(other.Any);

    /// <inheritdoc />
    public override bool Equals(object? obj) => Equals(obj as RecordedArguments);

    /// <inheritdoc />
    public override int GetHashCode() => HashCode.Combine(Seen, Any.Count);

    private static IEnumerable<SyscallName> Unknown(Trace trace) => trace.Syscalls.Keys.Where(call => !trace.Arguments.Knows(call));
}
