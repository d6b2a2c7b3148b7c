using Ctrace.Core.Traces;

namespace Ctrace.Recordings;

/// <summary>A slot that is recorded into a tracefile.</summary>
/// <param name="ContainerId">Whose it is.</param>
/// <param name="Container">What the engine said of it.</param>
/// <param name="Sink">The tracefile.</param>
/// <param name="Observed">Facts that its processes told when it was taken up.</param>
internal sealed record SlotRecording(string ContainerId, KnownContainer Container, TracefileSink Sink, IReadOnlyList<Fact> Observed)
{
    /// <summary>When its calls were made last.</summary>
    public LastSeen Last { get; } = new();

    /// <summary>What it did in the last seconds.</summary>
    public ActivityMeter Activity { get; init; } = new(hasDeniedCalls: false);

    /// <summary>What it was refused, and would have been.</summary>
    public RefusalWatch Refusals { get; init; } = new("", null);
}
