using System.Globalization;
using Ctrace.Core.Linux;
using Ctrace.Core.Traces;

namespace Ctrace.Core.Lives;

/// <summary>What a recording has seen of a life, what not, and what to do, in a few lines.</summary>
internal static class LifeText
{
    private const int Term = 15;

    /// <summary>What does what is missing.</summary>
    public const string Rehearse = "ctrace rehearse --output TRACEFILE -- DOCKER-RUN-ARGUMENTS";

    /// <summary>What does what even a rehearsal did not show.</summary>
    public const string Watch = "ctrace rehearse --idle SECONDS --check COMMAND";

    /// <summary>
    /// At most four lines, without an end: <c>seen: ...</c>, <c>not seen: ...</c>, <c>needed later, maybe: ...</c>, <c>to do: ...</c>. None of a trace of no
    /// container in particular, of a command, and of one that has seen enough for nothing to be said. Names in it are untrusted text.
    /// </summary>
    public static IReadOnlyList<string> Lines(Trace trace)
    {
        ArgumentNullException.ThrowIfNull(trace);
        if (trace.Values(Fact.Scope).Contains(Scope.Command) || trace.IsRuntimeAlone || (trace.Life.Count == 0 && trace.Values(Fact.Life).Contains(Fact.Any)))
        {
            return [];
        }

        var life = LifeSummary.Of(trace);
        var (missing, later) = (Missing(life), UnseenRules.Of(trace));
        return
        [
            Seen(life),
            .. missing.Count > 0 ? (string[])[$"not seen: {string.Join("; ", missing)}"] : [],
            .. later.Count > 0 ? (string[])[$"needed later, maybe: {string.Join("; ", later)}"] : [],
            .. missing.Count > 0 || later.Count > 0 ? (string[])[$"to do: {ToDo(trace)}"] : [],
        ];
    }

    /// <summary>What shows more of a life than a trace has.</summary>
    public static string ToDo(Trace trace)
    {
        ArgumentNullException.ThrowIfNull(trace);
        return trace.Values(Fact.Rehearsed).Any()
            ? $"it was rehearsed: watch it at work (ctrace trace, docs/audit.md), or rehearse more ('{Watch}')"
            : $"'{Rehearse}' does and records that; give its tracefile beside this one";
    }

    /// <summary>What was seen, as one line.</summary>
    public static string Seen(LifeSummary life)
    {
        ArgumentNullException.ThrowIfNull(life);
        if (!life.IsKnown)
        {
            return "how much of the container's life was seen is not known: the recording does not say";
        }

        return $"seen: {string.Join("; ", (string[])[Starts(life), Ended(life), .. Stopped(life), .. New(life)])}"
            + (life.IsPartlyKnown ? "; of some recordings it is not known" : "");
    }

    /// <summary>A duration for people: <c>350 ms</c>, <c>2 s</c>, <c>3 min</c>, <c>5 h</c>, <c>3 d</c>.</summary>
    public static string Duration(ulong milliseconds)
    {
        const ulong Second = 1000, Minute = 60 * Second, Hour = 60 * Minute, Day = 24 * Hour;
        return milliseconds switch
        {
            < Second => Number(milliseconds, 1, "ms"),
            < 2 * Minute => Number(milliseconds, Second, "s"),
            < 2 * Hour => Number(milliseconds, Minute, "min"),
            < 2 * Day => Number(milliseconds, Hour, "h"),
            _ => Number(milliseconds, Day, "d"),
        };

        static string Number(ulong number, ulong unit, string name) => string.Create(CultureInfo.InvariantCulture, $"{number / unit} {name}");
    }

    /// <summary>How starts ended: <c>exit code 0 (2 times), SIGKILL</c>.</summary>
    internal static string Ends(LifeSummary life) => string.Join(", ", life.Ends.Select(end =>
        (end.Key.IsSignal ? SignalName(end.Key.Number) : $"exit code {end.Key.Number}") + (end.Value > 1 ? $" ({end.Value} times)" : "")));

    /// <summary>A signal as people call it: <c>SIGTERM</c>, <c>SIGRTMIN+3</c> (as the kernel counts).</summary>
    internal static string SignalName(int number) => $"SIG{Signals.Name(number)?.ToUpperInvariant() ?? $"{number}"}";

    private static List<string> Missing(LifeSummary life)
    {
        if (!life.IsKnown)
        {
            return [];
        }

        var missing = new List<string>();
        if (life.Starts + life.LateStarts > 0 && life.Starts == 0)
        {
            missing.Add("a start");
        }

        var hasData = (life.Data & (DataState.New | DataState.Used)) != 0;
        if (hasData ? life.StartsOnData == 0 : life.Starts < 2)
        {
            missing.Add(life.Data == DataState.None ? "a second start" : "a second start on its own data");
        }

        if (life.Stops == 0)
        {
            missing.Add("a stop by SIGTERM");
        }

        return missing;
    }

    private static string Starts(LifeSummary life)
    {
        var starts = life.Starts switch
        {
            0 => "no start",
            1 => "one start",
            var many => $"{many} starts",
        };
        var data = (life.Data & (DataState.New | DataState.Used)) switch
        {
            DataState.New => " on empty volumes",
            DataState.Used => " on volumes with data",
            DataState.New | DataState.Used => $", {life.StartsOnData} of them on volumes with data",
            _ => life.Data == DataState.None ? " without volumes" : "",
        };
        var late = life.LateStarts switch
        {
            0 => "",
            1 => ", and a container that ran before",
            var many => $", and {many} containers that ran before",
        };
        return $"{starts}{data}{late}, {Duration(life.Observed)}";
    }

    private static string Ended(LifeSummary life)
    {
        var ended = life.Ends.Values.Sum();
        return ended == 0 ? "no end" : $"ended with {Ends(life)}{(ended < life.Starts + life.LateStarts ? ", others not seen to end" : "")}";
    }

    private static IEnumerable<string> Stopped(LifeSummary life)
    {
        if (life.Stops > 0)
        {
            yield return $"stopped by {string.Join(", ", Arrivals.Numbers(life.StoppedBy).Select(SignalName))}";
        }
        else
        {
            yield return life.StopsByForce > 0 ? $"did not stop on {SignalName(Term)}, and was killed" : $"never stopped by {SignalName(Term)}";
        }
    }

    private static IEnumerable<string> New(LifeSummary life)
    {
        if (life.Last is { } last)
        {
            var starts = last.StartsSince switch
            {
                0 => "",
                1 => " and one start",
                var many => $" and {many} starts",
            };
            yield return $"the last new name, {last.Name}, came {Duration(last.ObservedSince)}{starts} before the end";
        }
    }
}
