namespace Ctrace.Core.Traces;

/// <summary>
/// One start of a container, as far as it was seen. Two records of one start become one that has all that either has: merging is associative,
/// commutative and idempotent.
/// </summary>
/// <param name="Id">The identity of the start, the same in each recording of it.</param>
public sealed record RunStart(StartId Id)
{
    /// <summary>The latest time that a tracefile can say: the end of the year 9999.</summary>
    public const long MaxTime = 253_402_300_799_999;

    /// <summary>Whether it was recorded from its first program on; not when the container ran before.</summary>
    public bool IsWhole { get; init; }

    /// <summary>When its recording began: milliseconds since 1970, by the machine's clock, 0 to <see cref="MaxTime"/>. No part of its content.</summary>
    public long Began { get; init; }

    /// <summary>For how many milliseconds it was recorded, so far. No part of its content.</summary>
    public ulong Observed { get; init; }

    /// <summary>How it ended; null when that was not seen (yet).</summary>
    public RunEnd? End { get; init; }

    /// <summary>What its data directories held at the start.</summary>
    public DataState Data { get; init; }

    /// <summary>Which signals arrived.</summary>
    public Arrivals Signals { get; init; }

    /// <summary>Unites what two recordings know of the same start.</summary>
    public RunStart Merge(RunStart other)
    {
        ArgumentNullException.ThrowIfNull(other);
        return other.Id != Id ? throw new ArgumentException("another start", nameof(other)) : new RunStart(Id)
        {
            IsWhole = IsWhole || other.IsWhole,
            Began = Math.Min(Began, other.Began),
            Observed = Math.Max(Observed, other.Observed),
            End = End is not { } mine ? other.End : other.End is { } theirs && theirs.CompareTo(mine) > 0 ? theirs : mine,
            Data = Data | other.Data,
            Signals = Signals.Merge(other.Signals),
        };
    }

    /// <summary>Whether both say the same, but for their times.</summary>
    public bool HasSameContent(RunStart other) => other is not null && this with { Began = 0, Observed = 0 } == other with { Began = 0, Observed = 0 };
}
