using System.Globalization;
using Ctrace.Core.Linux;
using Ctrace.Core.Seccomp.Profiles;
using Ctrace.Core.Traces;

namespace Ctrace.Core.Scores;

/// <summary>A score in a sentence: how it stands to Docker's default.</summary>
/// <param name="Grade">Which of three.</param>
/// <param name="Title">As a heading.</param>
internal sealed record Verdict(Grade Grade, string Title)
{
    /// <summary>Judges.</summary>
    public static Verdict Of(Score score)
    {
        if (score.DangerousCalls.Concat(score.DangerousCapabilities).Any(standing => standing.Own > standing.Usual))
        {
            return new(Grade.Dangerous, "Allows what is dangerous and Docker's default refuses");
        }

        if (score.MoreCalls.Any() || score.WiderCalls.Any() || score.MoreCapabilities.Any())
        {
            return new(Grade.Wider, "Allows something that Docker's default refuses");
        }

        return score.Calls.Any(call => call.Own < call.Usual) || score.Capabilities.Length < ContainerCapabilities.Default.Count
            ? new(Grade.Tighter, "Tighter than Docker's default") : new(Grade.Wider, "No tighter than Docker's default");
    }

    /// <summary>The numbers behind it.</summary>
    public static IEnumerable<string> Sentences(Score score)
    {
        var rows = ScoreTable.Rows(score).ToList();
        yield return $"The score is {score.Points} of {Points.Most}; Docker's default has {score.UsualPoints}.";
        yield return $"{rows[0].Own} of {rows[0].Total} system calls are allowed{(rows[1].Own > 0 ? $", and {rows[1].Own} for some arguments" : "")}; Docker's default allows {rows[0].Default} and {rows[1].Default}.";
        yield return $"{rows[3].Own} of {rows[3].Total} capabilities are given; Docker's default gives {rows[3].Default}.";
        yield return $"{rows[2].Own} of {rows[2].Total} dangerous calls and {rows[4].Own} of {rows[4].Total} dangerous capabilities are among them; with Docker's default {rows[2].Default} and {rows[4].Default}.";
    }

    /// <summary>When a trace was recorded, in UTC; null where it does not say.</summary>
    public static string? Date(Trace trace)
    {
        List<RunStart> starts = [.. trace.Life.Starts.Where(start => start.Began > 0)];
        if (starts.Count == 0)
        {
            return null;
        }

        var (first, last) = (Minute(starts.Min(start => start.Began)), Minute(starts.Max(start => (long)Math.Min((ulong)start.Began + start.Observed, RunStart.MaxTime))));
        return first == last ? $"{first} UTC" : first[..10] == last[..10] ? $"{first} to {last[11..]} UTC" : $"{first} to {last} UTC";
    }

    private static string Minute(long milliseconds) => DateTimeOffset.FromUnixTimeMilliseconds(milliseconds).UtcDateTime.ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture);
}

/// <summary>How a score stands to Docker's default; the names are classes of report.css.</summary>
internal enum Grade
{
    /// <summary>Nothing that the default refuses, and less than it.</summary>
    Tighter,

    /// <summary>Something that the default refuses, or no less than it.</summary>
    Wider,

    /// <summary>Something dangerous that the default refuses.</summary>
    Dangerous,
}
