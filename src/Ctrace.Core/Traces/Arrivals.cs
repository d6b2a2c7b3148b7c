namespace Ctrace.Core.Traces;

/// <summary>
/// Signals that arrived at a container's processes and were not ignored, a bit each (signal N is bit N-1). Handled is what has a handler,
/// or is blocked, as whoever waits for a signal blocks it; what is neither does what the kernel does by default.
/// </summary>
/// <param name="FirstHandled">At the first process.</param>
/// <param name="FirstDefault">At the first process, without a handler: it ends or stops.</param>
/// <param name="OthersHandled">At others.</param>
/// <param name="OthersDefault">At others, without a handler.</param>
public readonly record struct Arrivals(ulong FirstHandled, ulong FirstDefault, ulong OthersHandled, ulong OthersDefault)
{
    /// <summary>At the first process, however it took them.</summary>
    public ulong First => FirstHandled | FirstDefault;

    /// <summary>How many arrived at any process.</summary>
    public ulong All => First | OthersHandled | OthersDefault;

    /// <summary>The bit of a signal, 1 to 64.</summary>
    public static ulong Bit(int signal) => signal is >= 1 and <= 64 ? 1UL << (signal - 1) : 0;

    /// <summary>The numbers of signals, ascending.</summary>
    public static IEnumerable<int> Numbers(ulong signals)
    {
        for (var signal = 1; signal <= 64; signal++)
        {
            if ((signals & Bit(signal)) != 0)
            {
                yield return signal;
            }
        }
    }

    /// <summary>The union.</summary>
    public Arrivals Merge(Arrivals other) =>
        new(FirstHandled | other.FirstHandled, FirstDefault | other.FirstDefault, OthersHandled | other.OthersHandled, OthersDefault | other.OthersDefault);
}
