using Ctrace.Core.Traces;

namespace Ctrace.Core.Lives;

/// <summary>Whether a recording has seen enough of a life for its profile to be enforced.</summary>
internal sealed record Readiness
{
    private Readiness(LifeSummary life, ReadyThresholds thresholds, IReadOnlyList<Unseen> later, IReadOnlyList<string> reasons, string toDo) =>
        (Life, Thresholds, Later, Reasons, ToDo) = (life, thresholds, later, reasons, toDo);

    /// <summary>What was seen.</summary>
    public LifeSummary Life { get; }

    /// <summary>What was asked.</summary>
    public ReadyThresholds Thresholds { get; }

    /// <summary>What may be needed later, by rules. It is told, and is no reason.</summary>
    public IReadOnlyList<Unseen> Later { get; }

    /// <summary>Why not; none when it is ready.</summary>
    public IReadOnlyList<string> Reasons { get; }

    /// <summary>What shows more of a life.</summary>
    public string ToDo { get; }

    /// <summary>Whether it is.</summary>
    public bool IsReady => Reasons.Count == 0;

    /// <summary>Works it out.</summary>
    public static Readiness Of(Trace trace, ReadyThresholds thresholds)
    {
        ArgumentNullException.ThrowIfNull(trace);
        ArgumentNullException.ThrowIfNull(thresholds);
        var life = LifeSummary.Of(trace);
        return new Readiness(life, thresholds, UnseenRules.Of(trace), [.. Why(trace, life, thresholds)], LifeText.ToDo(trace));
    }

    private static IEnumerable<string> Why(Trace trace, LifeSummary life, ReadyThresholds thresholds)
    {
        if (trace.IsRuntimeAlone)
        {
            yield return "its container's program was never executed";
            yield break;
        }

        if (trace.Lost > 0)
        {
            yield return $"{trace.Lost} events were lost while recording";
        }

        if (!life.IsKnown)
        {
            yield return "how much of its life was seen is not known: the recording does not say";
            yield break;
        }

        if (life.Starts < thresholds.Starts)
        {
            yield return $"starts: {life.Starts} of {thresholds.Starts}";
        }

        if ((life.Data & (DataState.New | DataState.Used)) != 0 && life.StartsOnData < thresholds.OnData)
        {
            yield return $"starts on volumes with data: {life.StartsOnData} of {thresholds.OnData}";
        }

        if (life.Observed < Milliseconds(thresholds.Seconds))
        {
            yield return $"time: {LifeText.Duration(life.Observed)} of {thresholds.Seconds} s";
        }

        if (life.Stops < thresholds.Stops)
        {
            yield return $"stops by a signal: {life.Stops} of {thresholds.Stops}{(life.StopsByForce > 0 ? "; it did not stop, and was killed" : "")}";
        }

        if (life.Last is not { } last)
        {
            if (thresholds.QuietStarts > 0 || thresholds.QuietSeconds > 0)
            {
                yield return "when names were first seen is not known";
            }

            yield break;
        }

        if (last.StartsSince < thresholds.QuietStarts)
        {
            yield return $"starts since the last new name ({last.Name}): {last.StartsSince} of {thresholds.QuietStarts}";
        }

        if (last.ObservedSince < Milliseconds(thresholds.QuietSeconds))
        {
            yield return $"time since the last new name ({last.Name}): {LifeText.Duration(last.ObservedSince)} of {thresholds.QuietSeconds} s";
        }
    }

    private static ulong Milliseconds(int seconds) => (ulong)seconds * 1000;
}

/// <summary>How much of a life has to have been seen before a profile of it is enforced.</summary>
/// <param name="Starts">Starts that were recorded from their beginning.</param>
/// <param name="OnData">Of them on volumes that held data; asked only of containers that are known to have volumes.</param>
/// <param name="Seconds">Recorded, in all starts.</param>
/// <param name="Stops">Ends after a signal that stops it (TERM, INT, the image's own), without being killed.</param>
/// <param name="QuietStarts">Starts after the last new name.</param>
/// <param name="QuietSeconds">Recorded after the last new name.</param>
internal sealed record ReadyThresholds(int Starts, int OnData, int Seconds, int Stops, int QuietStarts, int QuietSeconds)
{
    /// <summary>What is asked where nobody says otherwise.</summary>
    public static ReadyThresholds Standard { get; } = new(Starts: 2, OnData: 1, Seconds: 60, Stops: 1, QuietStarts: 1, QuietSeconds: 30);
}
