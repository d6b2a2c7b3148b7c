using System.Collections.Immutable;
using Ctrace.Core.Linux;
using Ctrace.Core.Traces;

namespace Ctrace.Core.Seccomp.Profiles;

/// <summary>
/// Rules that allow calls with the arguments that were recorded, one for each combination: rules of one call are alternatives.
/// They compare for equality, through the masks of <see cref="DecidingArgument"/>, since a filter sees whole registers and
/// programs leave anything in the half that the kernel does not look at; libseccomp 2.5 may lose an alternative of inequalities.
/// </summary>
internal sealed class ArgumentRules
{
    /// <summary>
    /// What a filter may grow by, in instructions: it has 4096 at most, and calls without conditions need some 1500 of two
    /// interfaces. One comparison takes at most <see cref="ComparisonSize"/> of them (load, mask, compare, and a longer jump).
    /// </summary>
    private const int MostInstructions = 2000, ComparisonSize = 4;

    private ArgumentRules(ImmutableArray<SeccompRule> rules, ImmutableSortedDictionary<string, string> widened)
    {
        (Rules, Widened) = (rules, widened);
        Names = [.. rules.SelectMany(rule => rule.Names)];
    }

    /// <summary>No conditions at all.</summary>
    public static ArgumentRules None { get; } = new([], ImmutableSortedDictionary.Create<string, string>(StringComparer.Ordinal));

    /// <summary>The rules, by name and arguments.</summary>
    public ImmutableArray<SeccompRule> Rules { get; }

    /// <summary>The calls that they are for.</summary>
    public ImmutableHashSet<string> Names { get; }

    /// <summary>Calls that could have conditions and have none, with the reason.</summary>
    public ImmutableSortedDictionary<string, string> Widened { get; }

    /// <summary>Of all calls but those that the container's runtime makes, whose arguments its next version may change.</summary>
    public static ArgumentRules WhereContainersStart(Trace trace) => Of(trace, RuntimeBaseline.Of(trace));

    /// <summary>Of all calls.</summary>
    public static ArgumentRules Exactly(Trace trace) => Of(trace, ImmutableHashSet<string>.Empty);

    /// <summary>The same for some of the calls.</summary>
    public ArgumentRules Only(IReadOnlySet<string> names) => new(
        [.. Rules.Where(rule => rule.Names.All(names.Contains))], Widened.RemoveRange(Widened.Keys.Where(name => !names.Contains(name))));

    /// <summary>The same without one call.</summary>
    internal ArgumentRules Except(string name) => new([.. Rules.Where(rule => !rule.Names.Contains(name))], Widened.Remove(name));

    /// <summary>Adds the rules to a profile.</summary>
    internal SeccompProfile AddTo(SeccompProfile profile) => Rules.IsEmpty ? profile : profile with { Rules = profile.Rules.AddRange(Rules) };

    private static ArgumentRules Of(Trace trace, IReadOnlySet<string> without)
    {
        ArgumentNullException.ThrowIfNull(trace);
        var values = trace.Arguments.Seen.Keys.ToLookup(entry => entry.Syscall.Name, entry => entry.Values, StringComparer.Ordinal);
        var calls = trace.Syscalls.Keys.Where(call => !without.Contains(call.Name) && DecidingArgument.Of(call.Name).Length > 0).ToLookup(call => call.Name, StringComparer.Ordinal);
        var widened = ImmutableSortedDictionary.CreateBuilder<string, string>(StringComparer.Ordinal);
        List<(string Name, SeccompRule[] Rules)> known = [];
        foreach (var call in calls)
        {
            if (Doubt(trace.Arguments, call, values[call.Key]) is { } doubt)
            {
                widened[call.Key] = doubt;
            }
            else
            {
                known.Add((call.Key, [.. values[call.Key].Select(entry => Rule(call.Key, entry)).Distinct()]));
            }
        }

        // The filter has all rules once for each interface.
        var interfaces = trace.Syscalls.Keys.Select(call => call.Architecture).Append(trace.Architecture).Distinct().Count();
        for (var size = known.Sum(Size); size > MostInstructions / interfaces;)
        {
            var largest = known.MaxBy(Size);
            known.Remove(largest);
            widened[largest.Name] = "the filter would have more instructions than the kernel takes";
            size -= Size(largest);
        }

        return new([.. known.OrderBy(call => call.Name, StringComparer.Ordinal).SelectMany(call => call.Rules)], widened.ToImmutable());
    }

    /// <summary>Why the values are not all that a call needs, in one of the interfaces; null when they are.</summary>
    private static string? Doubt(RecordedArguments recorded, IEnumerable<SyscallName> calls, IEnumerable<ImmutableArray<ulong>> values) =>
        calls.Any(call => !recorded.Knows(call)) ? "they were not recorded, or not always"
        : calls.Any(recorded.Any.Contains) ? $"there were more than {RecordedArguments.MaxEntries} combinations, or some were missed"
        : values.Any(entry => entry.Length != DecidingArgument.Of(calls.First().Name).Length) ? "another version of ctrace recorded them"
        : null;

    private static int Size((string Name, SeccompRule[] Rules) call) => call.Rules.Sum(rule => rule.Arguments.Length * ComparisonSize);

    private static SeccompRule Rule(string name, ImmutableArray<ulong> values) => new([name], SeccompAction.Allow)
    {
        Arguments = [.. DecidingArgument.Of(name).Zip(values, (argument, value) =>
            new SeccompArgument(argument.Index, SeccompOperator.MaskedEqual, argument.Mask, value & argument.Mask))],
    };
}
