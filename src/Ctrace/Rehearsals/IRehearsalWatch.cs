using Ctrace.Core.Traces;
using Ctrace.Core.Trials;

namespace Ctrace.Rehearsals;

/// <summary>What looks at a container while it is rehearsed with: the one that records it, and the one that sees what it is refused.</summary>
internal interface IRehearsalWatch
{
    /// <summary>A container was made, and is about to be started.</summary>
    /// <param name="container">Its id.</param>
    /// <param name="data">What its data directories hold.</param>
    /// <param name="cancellation">Stops the questions about it.</param>
    Task MadeAsync(string container, DataState data, CancellationToken cancellation);

    /// <summary>It has ended; it may be started again.</summary>
    /// <param name="container">Its id.</param>
    /// <param name="exitCode">With which exit code; null when it was removed.</param>
    /// <param name="cancellation">Stops the waiting.</param>
    Task EndedAsync(string container, int? exitCode, CancellationToken cancellation);

    /// <summary>What was refused since the last time; null where nobody looks.</summary>
    TrialResult? Take();
}
