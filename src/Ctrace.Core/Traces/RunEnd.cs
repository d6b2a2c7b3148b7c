namespace Ctrace.Core.Traces;

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
