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

/// <summary>How a container's first process ended.</summary>
/// <param name="IsSignal">Whether a signal ended it.</param>
/// <param name="Number">That signal, 1 to 64, or else its exit code, 0 to 255.</param>
public readonly record struct RunEnd(bool IsSignal, int Number) : IComparable<RunEnd>
{
    /// <summary>Of a status as wait(2) gives it: the signal in the lower 7 bits, else the code in the 8 above.</summary>
    public static RunEnd OfStatus(uint status) => (status & 0x7f) is > 0 and var signal ? new(true, (int)signal) : new(false, (int)(status >> 8 & 0xff));

    /// <summary>Whether there can be such an end.</summary>
    public bool IsValid => IsSignal ? Number is >= 1 and <= 64 : Number is >= 0 and <= 255;

    /// <inheritdoc />
    public int CompareTo(RunEnd other) => IsSignal != other.IsSignal ? IsSignal.CompareTo(other.IsSignal) : Number.CompareTo(other.Number);
}

/// <summary>
/// What a container's data directories (volumes, and directories that are bound and may be written to) held when it started. A container can
/// have several; merging is the union.
/// </summary>
[Flags]
public enum DataState
{
    /// <summary>Nobody looked, as it is with a container that is recorded by its label.</summary>
    Unknown = 0,

    /// <summary>It had none.</summary>
    None = 1,

    /// <summary>One was empty, or was made for it.</summary>
    New = 2,

    /// <summary>One had something in it.</summary>
    Used = 4,
}
