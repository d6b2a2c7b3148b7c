using System.Numerics;

namespace Ctrace.Core.Rehearsals;

/// <summary>What a container showed after its first start: which steps make sense for it follows from that.</summary>
/// <param name="EndsByItself">Whether it had ended, so that there is nobody to send signals to.</param>
/// <param name="Program">The file name of its first process's executable, or of the script that an interpreter runs. Untrusted.</param>
/// <param name="Caught">Its first process's SigCgt (proc_pid_status(5)): bit N - 1 for signal N.</param>
/// <param name="Children">How many children its first process had.</param>
/// <param name="StopSignal">The number of the signal that the engine stops it with.</param>
/// <param name="HasVolume">Whether it has a volume of its own.</param>
internal sealed record ContainerTraits(bool EndsByItself, string Program, ulong Caught, int Children, int StopSignal, bool HasVolume)
{
    private const ulong Ordinary = 0x7FFF_FFFF;
    private const int Many = 24;

    /// <summary>
    /// Whether its runtime handles nearly every signal (Go's does: os/signal, package documentation), so that a handler says nothing of what
    /// the program makes of a signal.
    /// </summary>
    public bool CatchesAll => BitOperations.PopCount(Caught & Ordinary) >= Many;

    /// <summary>Whether its first process has a handler for a signal. What it has none for, the kernel keeps from it (pid_namespaces(7)).</summary>
    public bool Catches(int signal) => (Caught >> (signal - 1) & 1) != 0;
}
