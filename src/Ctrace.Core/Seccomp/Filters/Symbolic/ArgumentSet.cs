using System.Collections.Immutable;

namespace Ctrace.Core.Seccomp.Filters.Symbolic;

/// <summary>What one 64-bit value of a call may be: it lies in an interval, and passes tests on its bits.</summary>
/// <param name="Name">The value: <c>arg0</c>.</param>
/// <param name="Greatest">The largest that it can be at all.</param>
/// <param name="Intervals">Ascending, with gaps between them.</param>
/// <param name="Tests">In words.</param>
internal sealed record ArgumentSet(string Name, ulong Greatest, ImmutableArray<Interval> Intervals, ImmutableSortedSet<string> Tests)
{
    // With fewer exceptions than this, they are what is said.
    private const int FewGaps = 8;

    // A hostile filter can have a text of any length.
    private const int MostIntervals = 128;

    // More possible upper halves are not spelled out.
    private const int FewHalves = 8;

    /// <summary>Of the two halves.</summary>
    public static ArgumentSet Of(string name, WordRange low, WordRange high)
    {
        var tests = ImmutableSortedSet.CreateBuilder<string>(StringComparer.Ordinal);
        ImmutableArray<Interval> intervals;
        if (Spans(low) is [{ Low: 0, High: uint.MaxValue }])
        {
            intervals = Interval.Unite(Spans(high).Select(half => new Interval(half.Low << 32, (half.High << 32) | uint.MaxValue)));
        }
        else if (high.Ones == 0 && high.Zeros == 0 && (ulong)(high.High - high.Low) < FewHalves && Spans(high).All(half => half.Low == half.High))
        {
            intervals = Interval.Unite(from half in Spans(high)
                                       from value in Spans(low)
                                       select new Interval((half.Low << 32) | value.Low, (half.Low << 32) | value.High));
        }
        else if (high.IsAny)
        {
            // Of 32-bit architectures and x32 libseccomp looks at the lower halves alone.
            AddBits(tests, name, low, high);
            return new ArgumentSet($"{name}.low", uint.MaxValue, Spans(low), tests.ToImmutable());
        }
        else
        {
            intervals = [new Interval(0, ulong.MaxValue)];
            AddBounds(tests, $"{name}.low", Spans(low));
            AddBounds(tests, $"{name}.high", Spans(high));
        }

        AddBits(tests, name, low, high);
        return new ArgumentSet(name, ulong.MaxValue, intervals, tests.ToImmutable());
    }

    /// <summary>The values of both; null where these are not all that they differ in.</summary>
    public ArgumentSet? Unite(ArgumentSet other) => Name == other.Name && Tests.SetEquals(other.Tests)
        ? this with { Intervals = Interval.Unite(Intervals.Concat(other.Intervals)) }
        : null;

    /// <summary>Whether another one says the same.</summary>
    public bool Equals(ArgumentSet? other) => other is not null && Name == other.Name && Intervals.SequenceEqual(other.Intervals) && Tests.SetEquals(other.Tests);

    public override int GetHashCode() => HashCode.Combine(Name, Intervals.Length, Tests.Count);

    /// <summary>In words, that all must hold; none when it may be anything.</summary>
    public IEnumerable<string> Words() => Bounds(Name, Intervals, Greatest).Concat(Tests);

    private static void AddBounds(ImmutableSortedSet<string>.Builder tests, string name, ImmutableArray<Interval> intervals) =>
        tests.UnionWith(Bounds(name, intervals, uint.MaxValue));

    private static IEnumerable<string> Bounds(string name, ImmutableArray<Interval> intervals, ulong greatest)
    {
        var gaps = Interval.Gaps(intervals, greatest).ToList();
        if (gaps.Count <= FewGaps && gaps.All(gap => gap.Low == gap.High))
        {
            return gaps.Select(gap => $"{name} != 0x{gap.Low:x}");
        }

        return intervals.Length > MostIntervals ? [$"{name} in {intervals.Length} ranges"] : intervals is [var only]
            ? only switch
            {
                { Low: var low, High: var high } when low == high => [$"{name} == 0x{low:x}"],
                { Low: 0 } => [$"{name} <= 0x{only.High:x}"],
                { High: var high } when high == greatest => [$"{name} >= 0x{only.Low:x}"],
                _ => [$"{name} in 0x{only.Low:x}-0x{only.High:x}"],
            }
            : [$"{name} in {{{string.Join(", ", intervals.Select(interval => interval.Low == interval.High ? $"0x{interval.Low:x}" : $"0x{interval.Low:x}-0x{interval.High:x}"))}}}"];
    }

    private static void AddBits(ImmutableSortedSet<string>.Builder tests, string name, WordRange low, WordRange high)
    {
        ulong ones = ((ulong)high.Ones << 32) | low.Ones, mask = ones | ((ulong)high.Zeros << 32) | low.Zeros;
        if (mask != 0)
        {
            tests.Add($"{name} & 0x{mask:x} == 0x{ones:x}");
        }

        foreach (var (range, shift) in ((WordRange, int)[])[(low, 0), (high, 32)])
        {
            foreach (var (test, holds) in range.Rest.Where(answer => !IsPoint(answer)))
            {
                var sign = (test.IsEqual, holds) switch { (true, true) => "==", (true, false) => "!=", (false, true) => ">", _ => "<=" };
                tests.Add($"{name} & 0x{(ulong)test.Mask << shift:x} {sign} 0x{(ulong)test.Value << shift:x}");
            }
        }
    }

    private static bool IsPoint((WordTest Test, bool Holds) answer) => answer is { Test: { Mask: uint.MaxValue, IsEqual: true }, Holds: false };

    /// <summary>The bounds and the exceptions; bits are left out, and bounds that say nothing more than they.</summary>
    private static ImmutableArray<Interval> Spans(WordRange range)
    {
        var from = range.Low == range.Ones ? 0UL : range.Low;
        var to = range.High == ~range.Zeros ? uint.MaxValue : range.High;
        var intervals = ImmutableArray.CreateBuilder<Interval>();
        foreach (var point in range.Rest.Where(IsPoint).Select(answer => answer.Test.Value).Where(value => value >= range.Low && value <= range.High).Order())
        {
            if (point > from)
            {
                intervals.Add(new Interval(from, (ulong)point - 1));
            }

            from = (ulong)point + 1;
        }

        intervals.Add(new Interval(from, to));
        return intervals.ToImmutable();
    }
}
