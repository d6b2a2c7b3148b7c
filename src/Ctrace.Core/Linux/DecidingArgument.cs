using System.Collections.Frozen;
using System.Collections.Immutable;
using System.Globalization;

namespace Ctrace.Core.Linux;

/// <summary>
/// An argument that is one of few constants and decides what its call can reach (tables/arguments.csv). The same in all
/// architectures that have the call.
/// </summary>
/// <param name="Index">Which, 0 to 5.</param>
/// <param name="Mask">What of it counts. Programs may leave anything in the rest.</param>
/// <param name="IsPointed">Whether it is not the argument itself but the eight bytes that it points at, which no filter can look at.</param>
internal readonly record struct DecidingArgument(int Index, ulong Mask, bool IsPointed = false)
{
    private const char Pointer = '*';

    private static readonly Lazy<FrozenDictionary<string, ImmutableArray<DecidingArgument>>> Table = new(() =>
        EmbeddedTable.Rows("arguments.csv").ToFrozenDictionary(row => row[0], row => row[1].Split(' ').Select(Parse).ToImmutableArray(), StringComparer.Ordinal));

    /// <summary>The calls that are recorded with such arguments, sorted.</summary>
    public static ImmutableArray<string> Calls { get; } = [.. Table.Value.Keys.Order(StringComparer.Ordinal)];

    /// <summary>A call's that a filter can look at, by ascending index; empty for a call that has none.</summary>
    public static ImmutableArray<DecidingArgument> Of(string call) => Recorded(call) is [{ IsPointed: true }, ..] ? [] : Recorded(call);

    /// <summary>A call's that recordings have, by ascending index; empty for a call that has none.</summary>
    public static ImmutableArray<DecidingArgument> Recorded(string call) => Table.Value.GetValueOrDefault(call, []);

    /// <summary>What counts of a call's arguments: a value for each of <see cref="Of"/>.</summary>
    /// <param name="call">The call.</param>
    /// <param name="arguments">All of its arguments, six.</param>
    public static ImmutableArray<ulong> Values(string call, ImmutableArray<ulong> arguments) =>
        [.. Of(call).Select(argument => arguments[argument.Index] & argument.Mask)];

    /// <summary>What counts of what was recorded of a call: a value for each of <see cref="Recorded"/>.</summary>
    /// <param name="call">The call.</param>
    /// <param name="values">All of its arguments, six; in the place of one that points somewhere what lies there.</param>
    public static ImmutableArray<ulong> RecordedValues(string call, ImmutableArray<ulong> values) =>
        [.. Recorded(call).Select(argument => values[argument.Index] & argument.Mask)];

    private static DecidingArgument Parse(string field) => field[0] == Pointer ? Parse(field[1..]) with { IsPointed = true }
        : field.Split(':') is [var index, var mask]
        ? new(int.Parse(index, CultureInfo.InvariantCulture), ulong.Parse(mask, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture))
        : new(int.Parse(field, CultureInfo.InvariantCulture), uint.MaxValue);
}
