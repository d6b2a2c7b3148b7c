using Ctrace.Core;
using Ctrace.Interop;

namespace Ctrace;

/// <summary>How many files this process may have open: the runtime, the maps and the programs take some 125, in silence or not at all.</summary>
internal static class DescriptorLimit
{
    /// <summary>Enough for every command with all its options, and for the daemon's connections.</summary>
    public const int Least = 256;

    /// <exception cref="CtraceException">Unavailable: too few.</exception>
    public static void Require()
    {
        // The runtime has raised the soft limit to the hard one.
        if (Libc.getrlimit(Libc.RLIMIT_NOFILE, out var limit) == 0 && limit.Current < Least)
        {
            throw new CtraceException(FailureKind.Unavailable, $"this process may have only {limit.Current} files open, and ctrace needs {Least}",
                $"raise the hard limit to {Least} or more: ulimit -Hn, LimitNOFILE= of a unit, docker run --ulimit nofile=");
        }
    }
}
