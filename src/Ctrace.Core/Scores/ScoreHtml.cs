using System.Globalization;
using Ctrace.Core.Profiles.RunOptions;
using Ctrace.Core.Seccomp.Profiles;
using Ctrace.Core.Traces;

namespace Ctrace.Core.Scores;

/// <summary>
/// A score as one page that needs nothing else, for a person who was not there. It runs no script and loads nothing, and its
/// policy forbids both, whatever a recording holds.
/// </summary>
public static class ScoreHtml
{
    private const string Policy = "default-src 'none'; style-src 'unsafe-inline'";

    /// <summary>The page.</summary>
    public static string Write(Score score)
    {
        ArgumentNullException.ThrowIfNull(score);
        var machine = score.Subject.Circumstances;
        var html = new HtmlText();
        html.Markup($"<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n<meta http-equiv=\"Content-Security-Policy\" content=\"{Policy}\">\n")
            .Markup("<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n").Element("title", $"{score.Subject.Name} - ctrace score")
            .Markup($"\n<style>\n{Style()}</style>\n</head>\n<body>\n")
            .Element("h1", score.Subject.Name).Markup("\n")
            .Element("p class=\"of\"", $"{score.Subject.Description}; {machine.Native}, Linux {machine.Kernel}").Markup("\n");
        Warning(html, score);
        Numbers(html, score);
        var trace = score.Subject.Trace;
        Dangers(html, "Dangerous system calls", "are refused", score.DangerousCalls, name => trace?.SyscallCallers[new SyscallName(machine.Native, name)]);
        Dangers(html, "Dangerous capabilities", "are not given", score.DangerousCapabilities, name => trace?.CapabilityCallers[name]);
        if (trace is not null)
        {
            ScoreHtmlTrace.Write(html, trace);
            ScoreHtmlTrace.Write(html, score.Kin);
        }

        Paste(html, score.Subject);
        return html.Markup("</body>\n</html>\n").ToString();
    }

    private static void Warning(HtmlText html, Score score)
    {
        (string Title, string Names)[] more =
        [
            ("System calls that it refuses", string.Join(' ', score.MoreCalls.Select(call => call.Name))),
            ("System calls with all arguments, of which it allows some", string.Join(' ', score.WiderCalls.Select(call => call.Name))),
            ("Capabilities that it does not give", string.Join(' ', score.MoreCapabilities)),
        ];
        foreach (var (at, (title, names)) in more.Where(entry => entry.Names.Length > 0).Index())
        {
            html.Markup(at == 0 ? "<div class=\"warning\">\n<h2>More than Docker's default</h2>\n" : "").Markup($"<p>{title}: ").Element("code", names).Markup("</p>\n");
        }

        html.Markup(more.Any(entry => entry.Names.Length > 0) ? "</div>\n" : "");
    }

    private static void Numbers(HtmlText html, Score score)
    {
        html.Markup("<h2>How much is allowed</h2>\n<table>\n<tr><th></th><th class=\"n\">here</th><th class=\"n\">Docker's default</th><th class=\"n\">of</th><th>here, and below Docker's default</th></tr>\n");
        foreach (var (label, total, own, usual) in ScoreTable.Rows(score))
        {
            html.Markup("<tr>").Element("td", label.Trim()).Element("td class=\"n\"", $"{own}").Element("td class=\"n\"", $"{usual}").Element("td class=\"n\"", $"{total}")
                .Markup($"<td><div class=\"track\"><div style=\"width:{Percent(own, total)}%\"></div></div>")
                .Markup($"<div class=\"track\"><div class=\"usual\" style=\"width:{Percent(usual, total)}%\"></div></div></td></tr>\n");
        }

        html.Markup("</table>\n");
    }

    private static void Dangers(HtmlText html, string title, string others, IEnumerable<DangerStanding> standings,
        Func<string, IEnumerable<(Caller Caller, ulong First)>?> callers)
    {
        var byAccess = standings.ToLookup(standing => standing.Own != CallAccess.Refused);
        html.Element("h2", title).Markup("\n");
        if (byAccess[true].Any())
        {
            Table(html, byAccess[true], callers);
        }

        html.Markup("<details><summary>").Text($"{byAccess[false].Count()} {others}").Markup("</summary>\n");
        Table(html, byAccess[false], callers);
        html.Markup("</details>\n");
    }

    // Who used it: a column where someone did.
    private static void Table(HtmlText html, IEnumerable<DangerStanding> standings, Func<string, IEnumerable<(Caller Caller, ulong First)>?> callers)
    {
        var users = standings.ToDictionary(standing => standing.Danger.Name, standing => ScoreHtmlTrace.Who([.. callers(standing.Danger.Name) ?? []]));
        var used = users.Values.Any(who => who.Length > 0);
        html.Markup($"<table>\n<tr><th>name</th><th>here</th><th>Docker's default</th>{(used ? "<th>used by</th>" : "")}<th>what it does</th><th>source</th></tr>\n");
        foreach (var standing in standings.OrderByDescending(standing => standing.Own).ThenBy(standing => standing.Danger.Harm))
        {
            html.Markup("<tr>").Element("td class=\"name\"", standing.Danger.Name)
                .Element(standing.Own > standing.Usual ? "td class=\"more\"" : "td", Word(standing.Own)).Element("td", Word(standing.Usual));
            if (used)
            {
                html.Element("td", users[standing.Danger.Name]);
            }

            html.Element("td", standing.Danger.Why).Element("td class=\"of\"", standing.Danger.Source).Markup("</tr>\n");
        }

        html.Markup("</table>\n");
    }

    private static void Paste(HtmlText html, ScoreSubject subject)
    {
        html.Markup("<h2>To paste</h2>\n");
        if (subject.Trace is { } trace)
        {
            html.Markup("<p>The options of <code>docker run</code>, with the profile below in <code>profile.json</code>:</p>\n")
                .Element("pre", DockerRunOptions.Write(trace, "profile.json")).Markup("\n");
        }

        html.Markup("<details><summary>The seccomp profile</summary>\n").Element("pre", SeccompWriter.Write(subject.Profile)).Markup("</details>\n");
    }

    private static string Word(CallAccess access) => access switch
    {
        CallAccess.Allowed => "yes",
        CallAccess.Conditional => "for some arguments",
        _ => "no",
    };

    private static string Percent(int part, int whole) => (whole == 0 ? 0 : 100.0 * part / whole).ToString("0.#", CultureInfo.InvariantCulture);

    private static string Style()
    {
        using var stream = typeof(ScoreHtml).Assembly.GetManifestResourceStream("report.css")!;
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }
}
