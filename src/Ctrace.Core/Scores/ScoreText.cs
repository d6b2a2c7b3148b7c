using System.Text;
using Ctrace.Core.Lives;
using Ctrace.Core.Seccomp.Profiles;

namespace Ctrace.Core.Scores;

/// <summary>A score for a terminal.</summary>
internal static class ScoreText
{
    /// <summary>The text, of several lines.</summary>
    public static string Write(Score score)
    {
        ArgumentNullException.ThrowIfNull(score);
        var text = new StringBuilder();
        var machine = score.Subject.Circumstances;
        text.Append(Printable.Escape($"{score.Subject.Name}: {score.Subject.Description}")).Append($"\n{machine.Native}, Linux {machine.Kernel}\n\n");
        text.Append($"{"",-26}{"here",14}{ScoreTable.Usual,16}\n");
        text.Append($"{"score",-26}{$"{score.Points} of {Points.Most}",14}{score.UsualPoints,16}\n");
        foreach (var (label, total, own, usual) in ScoreTable.Rows(score))
        {
            text.Append($"{label,-26}{$"{own} of {total}",14}{usual,16}\n");
        }

        Warn(text, score);
        Names(text, $"{score.Kin.Names.Count()} of them were not recorded and reach nothing new (kin; --exact leaves them out)", score.Kin.Names);
        List(text, "Dangerous, and allowed by Docker's default too", score.DangerousCalls.Where(standing => standing.Own != CallAccess.Refused && standing.Own <= standing.Usual));
        List(text, "Dangerous capabilities that Docker gives too", score.DangerousCapabilities.Where(standing => standing.Own != CallAccess.Refused && standing.Own <= standing.Usual));
        if (score.DangerousCalls.Where(standing => standing.Own == CallAccess.Refused).Select(standing => standing.Danger.Name).ToList() is { Count: > 0 } refused)
        {
            text.Append($"\nDangerous, and refused here\n  {string.Join(' ', refused)}\n");
        }

        foreach (var (at, line) in (score.Subject.Trace is { } trace ? LifeText.Lines(trace) : []).Index())
        {
            text.Append(at == 0 ? "\nThe recording\n" : "").Append("  ").Append(Printable.Escape(line)).Append('\n');
        }

        return text.ToString();
    }

    private static void Warn(StringBuilder text, Score score)
    {
        List(text, "WARNING: dangerous, and not allowed by Docker's default", score.DangerousCalls.Where(standing => standing.Own > standing.Usual));
        List(text, "WARNING: dangerous capabilities that Docker does not give", score.DangerousCapabilities.Where(standing => standing.Own > standing.Usual));
        Names(text, "WARNING: other calls that Docker's default does not allow", score.MoreCalls.Select(call => call.Name).Except(score.DangerousCalls.Select(standing => standing.Danger.Name)));
        Names(text, "WARNING: calls with all arguments, of which Docker's default allows some", score.WiderCalls.Select(call => call.Name));
        Names(text, "WARNING: other capabilities that Docker does not give", score.MoreCapabilities.Except(score.DangerousCapabilities.Select(standing => standing.Danger.Name)));
    }

    private static void List(StringBuilder text, string title, IEnumerable<DangerStanding> standings)
    {
        foreach (var (at, standing) in standings.OrderBy(standing => standing.Danger.Harm).Index())
        {
            var condition = standing.Own == CallAccess.Conditional ? " (for some arguments)" : "";
            text.Append(at == 0 ? $"\n{title}\n" : "").Append($"  {standing.Danger.Name,-18} {standing.Danger.Why}{condition} [{standing.Danger.Source}]\n");
        }
    }

    private static void Names(StringBuilder text, string title, IEnumerable<string> names)
    {
        if (string.Join(' ', names) is { Length: > 0 } all)
        {
            text.Append($"\n{title}\n  {all}\n");
        }
    }
}
