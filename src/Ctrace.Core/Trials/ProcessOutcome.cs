using Ctrace.Core.Decoding.Layouts;

namespace Ctrace.Core.Trials;

/// <summary>What became of a process that met a denial: whether it shrugged it off, or may have ended of it.</summary>
internal static class ProcessOutcome
{
    /// <summary>In words.</summary>
    public static string Of(TrialResult run, int process) => run.Ends.TryGetValue(process, out var status) ? Of(status) : "went on until the container ended";

    // wait(2): the low seven bits are the signal.
    private static string Of(int status) => (status & 0x7f, (status >> 8) & 0xff) switch
    {
        (0, 0) => "went on and ended with 0",
        (0, var code) => $"ended with {code}",
        var (signal, _) => $"was killed by {SignalLayouts.Name(signal)}",
    };
}
