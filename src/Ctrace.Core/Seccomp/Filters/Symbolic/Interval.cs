using System.Collections.Immutable;

namespace Ctrace.Core.Seccomp.Filters.Symbolic;

/// <summary>The values from one to another, both included.</summary>
internal readonly record struct Interval(ulong Low, ulong High)
{
    /// <summary>The same values in as few intervals as can be, ascending.</summary>
    public static ImmutableArray<Interval> Unite(IEnumerable<Interval> intervals)
    {
        var united = ImmutableArray.CreateBuilder<Interval>();
        foreach (var next in intervals.OrderBy(interval => interval.Low))
        {
            if (united.Count > 0 && (united[^1].High == ulong.MaxValue || next.Low <= united[^1].High + 1))
            {
                united[^1] = united[^1] with { High = Math.Max(united[^1].High, next.High) };
            }
            else
            {
                united.Add(next);
            }
        }

        return united.ToImmutable();
    }

    /// <summary>What lies between intervals, up to a greatest value.</summary>
    public static IEnumerable<Interval> Gaps(ImmutableArray<Interval> intervals, ulong greatest)
    {
        var from = 0UL;
        foreach (var (low, high) in intervals)
        {
            if (low > from)
            {
                yield return new Interval(from, low - 1);
            }

            if (high >= greatest)
            {
                yield break;
            }

            from = high + 1;
        }

        yield return new Interval(from, greatest);
    }
}
