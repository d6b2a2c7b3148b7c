namespace Ctrace.Core.Lives;

/// <summary>How much of a life has to have been seen before a profile of it is enforced.</summary>
/// <param name="Starts">Starts that were recorded from their beginning.</param>
/// <param name="OnData">Of them on volumes that held data; asked only of containers that are known to have volumes.</param>
/// <param name="Seconds">Recorded, in all starts.</param>
/// <param name="Stops">Ends after a signal that stops it (TERM, INT, the image's own), without being killed.</param>
/// <param name="QuietStarts">Starts after the last new name.</param>
/// <param name="QuietSeconds">Recorded after the last new name.</param>
public sealed record ReadyThresholds(int Starts, int OnData, int Seconds, int Stops, int QuietStarts, int QuietSeconds)
{
    /// <summary>What is asked where nobody says otherwise.</summary>
    public static ReadyThresholds Standard { get; } = new(Starts: 2, OnData: 1, Seconds: 60, Stops: 1, QuietStarts: 1, QuietSeconds: 30);
}
