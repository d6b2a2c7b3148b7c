using System.Collections.Immutable;
using System.Globalization;
using Ctrace.Core.Linux;

namespace Ctrace.Core.Seccomp.Profiles;

/// <summary>A row of tables/kin.csv: a call that a program makes sooner or later beside others, and that reaches nothing new.</summary>
/// <param name="Name">The call.</param>
/// <param name="Beside">What the program has to have done: all of these, of each one of the alternatives. A call's name, or one of the constants here.</param>
/// <param name="Condition">What the call may be given; empty for anything.</param>
/// <param name="Why">Why it reaches nothing new, as a part of a sentence.</param>
/// <param name="Source">Where that is said, and who needed it.</param>
internal sealed record KinRow(string Name, ImmutableArray<ImmutableArray<string>> Beside, ImmutableArray<SeccompArgument> Condition, string Why, string Source)
{
    /// <summary>An alternative of <see cref="Beside"/>: the program made any call at all.</summary>
    public const string AnyCall = "any";

    /// <summary>An alternative of <see cref="Beside"/>: the program made children and not threads alone.</summary>
    public const string Forks = "forks";

    /// <summary>An alternative of <see cref="Beside"/>: no program of the recording had a socket over which descriptors can be passed.</summary>
    public const string InetSockets = "inet-sockets";

    private const int Columns = 5;

    /// <summary>From a row's fields: also, beside, condition, why, source.</summary>
    /// <exception cref="FormatException">It is not so made.</exception>
    public static KinRow Of(string[] fields)
    {
        ArgumentNullException.ThrowIfNull(fields);
        return fields.Length == Columns
            ? new(fields[0], [.. fields[1].Split('&').Select(all => all.Split('|').ToImmutableArray())], [.. fields[2].Split(';', StringSplitOptions.RemoveEmptyEntries).Select(Argument)], fields[3], fields[4])
            : throw new FormatException($"a row of kin has {Columns} fields, not {fields.Length}");
    }

    /// <summary>What of a program's doings it follows from, sorted; null when it does not.</summary>
    public IReadOnlyList<string>? FollowsFrom(IReadOnlySet<string> done)
    {
        ArgumentNullException.ThrowIfNull(done);
        return Beside.All(alternatives => alternatives.Any(done.Contains))
            ? [.. Beside.SelectMany(alternatives => alternatives.Where(done.Contains)).Where(name => name != InetSockets).Distinct().Order(StringComparer.Ordinal)]
            : null;
    }

    /// <summary><c>4=0</c>, or <c>0&amp;MASK=VALUE</c>.</summary>
    private static SeccompArgument Argument(string text)
    {
        var sides = text.Split('=');
        var (left, value) = (sides[0].Split('&'), Number(sides[1]));
        var index = int.Parse(left[0], CultureInfo.InvariantCulture);
        return left.Length == 1 ? new(index, SeccompOperator.Equal, value) : new(index, SeccompOperator.MaskedEqual, Number(left[1]), value);
    }

    private static ulong Number(string text) => text.StartsWith("0x", StringComparison.Ordinal)
        ? ulong.Parse(text.AsSpan(2), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture)
        : ulong.Parse(text, CultureInfo.InvariantCulture);
}

/// <summary>tables/kin.csv.</summary>
internal static class KinTable
{
    private static readonly Lazy<ImmutableArray<KinRow>> Table = new(() => [.. EmbeddedTable.Rows("kin.csv").Select(KinRow.Of)]);

    /// <summary>Goes up by one when a row changes what is allowed, so that a profile tells by which table it was made.</summary>
    public const int Version = 1;

    /// <summary>The rows, by name.</summary>
    public static ImmutableArray<KinRow> Rows => Table.Value;
}
