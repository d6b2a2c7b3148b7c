using System.Globalization;
using System.Text;
using Ctrace.Core.Profiles.RunOptions;
using Ctrace.Core.Seccomp.Profiles;
using Ctrace.Core.Traces;

namespace Ctrace.Core.Scores;

/// <summary>
/// A score as one page that needs nothing else, for a person who was not there. It loads nothing, and runs only report.js: its policy
/// forbids all else, whatever a recording holds. The same score always gives the same page.
/// </summary>
internal static class ScoreHtml
{
    private static readonly (string Style, string Script) Own = (Resource("report.css"), Resource("report.js"));

    // base-uri and form-action have no default-src to fall back to (Content Security Policy Level 3, 6.3 and 6.4).
    private static readonly string Policy = $"default-src 'none'; style-src '{Hash(Own.Style)}'; script-src '{Hash(Own.Script)}'; base-uri 'none'; form-action 'none'";

    /// <summary>The page.</summary>
    public static string Write(Score score)
    {
        ArgumentNullException.ThrowIfNull(score);
        var (title, verdict, html) = (Title(score.Subject), Verdict.Of(score), new HtmlText());
        html.Markup($"<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n<meta http-equiv=\"Content-Security-Policy\" content=\"{Policy}\">\n")
            .Markup("<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n<meta name=\"color-scheme\" content=\"light dark\">\n<meta name=\"referrer\" content=\"no-referrer\">\n")
            .Element("title", $"{title}: {verdict.Title} - ctrace").Markup($"\n<style>{Own.Style}</style>\n</head>\n<body>\n<header>\n")
            .Element("h1", title).Markup("\n").Element("p class=\"soft\"", Origin(score.Subject)).Markup("\n</header>\n<main>\n");
        Judgement(html, score, verdict);
        Numbers(html, score);
        var sections = new ScoreHtmlCalls(html, score);
        sections.Dangers();
        if (score.Subject.Trace is { } refused)
        {
            ScoreHtmlTrace.Refused(html, refused);
        }

        sections.Unused();
        sections.Calls();
        sections.Capabilities();
        if (score.Subject.Trace is { } trace)
        {
            ScoreHtmlTrace.Programs(html, trace);
            ScoreHtmlTrace.Recording(html, trace);
        }

        Paste(html, score.Subject);
        ScoreHtmlExplained.Write(html, score);
        return html.Markup($"</main>\n<script>{Own.Script}</script>\n</body>\n</html>\n").ToString();
    }

    /// <summary>The image, or what the user named without the directories that it lies in.</summary>
    private static string Title(ScoreSubject subject) => subject.Trace is { } trace && RecordedImages.Of(trace) is { Count: > 0 } images
        ? string.Join(", ", images.Take(3)) + (images.Count > 3 ? $" and {images.Count - 3} more" : "")
        : FileName(subject) is var name && Path.GetFileNameWithoutExtension(name) is { Length: > 0 } stem && Path.GetExtension(name) is ".trace" or ".json" ? stem : name;

    private static string FileName(ScoreSubject subject) => subject.Name.TrimEnd('/') is { Length: > 0 } name ? name[(name.LastIndexOf('/') + 1)..] : "report";

    private static string Origin(ScoreSubject subject)
    {
        var machine = subject.Circumstances;
        var date = subject.Trace is { } trace ? $"recorded {Verdict.Date(trace) ?? "at an unknown time"}, " : "";
        return $"{char.ToUpperInvariant(subject.Description.FirstOrDefault('a'))}{subject.Description.AsSpan(Math.Min(1, subject.Description.Length))}: {date}{FileName(subject)}; {machine.Native}, Linux {machine.Kernel}";
    }

    private static void Judgement(HtmlText html, Score score, Verdict verdict)
    {
        html.Markup($"<section class=\"verdict {$"{verdict.Grade}".ToLowerInvariant()}\">\n").Element("h2", verdict.Title).Markup("\n");
        foreach (var sentence in Verdict.Sentences(score))
        {
            html.Element("p", sentence).Markup("\n");
        }

        var used = score.Subject.Trace;
        Names(html, "Docker's default refuses these system calls", score.MoreCalls.Select(call => call.Name).Select(call => (call, ScoreHtmlExplained.Call(call), Who(call))));
        Names(html, "Docker's default allows these with some arguments only", score.WiderCalls.Select(call => call.Name).Select(call => (call, ScoreHtmlExplained.Call(call), Who(call))));
        Names(html, "Docker's default does not give these capabilities", score.MoreCapabilities.Select(name => (ScoreHtmlExplained.Upper(name), ScoreHtmlExplained.Capability(name), CallersText.By(used?.CapabilityCallers[name] ?? []))));
        foreach (var doubt in used is null ? [] : TraceDoubts.Of(used))
        {
            html.Markup("<p><strong>The recording:</strong> ").Text(doubt).Markup("</p>\n");
        }

        html.Markup("</section>\n");

        string Who(string call) => CallersText.By(used?.SyscallCallers[new SyscallName(score.Subject.Circumstances.Native, call)] ?? []);
    }

    private static void Names(HtmlText html, string title, IEnumerable<(string Name, string? Target, string Who)> names)
    {
        foreach (var (at, (name, target, who)) in names.Index())
        {
            html.Markup(at == 0 ? $"<p>{title}: " : ", ").Element(target is not null ? $"a href=\"#{target}\"" : "code", name).Text(who);
        }

        html.Markup(names.Any() ? "</p>\n" : "");
    }

    // Whoever does not see the bars has their numbers.
    private static void Numbers(HtmlText html, Score score)
    {
        html.Markup("<section>\n<h2>How much is allowed</h2>\n<table class=\"numbers\">\n<thead><tr><th scope=\"col\">what</th><th scope=\"col\" class=\"n\">here</th><th scope=\"col\" class=\"n\">Docker's default</th>")
            .Markup("<th scope=\"col\" class=\"n\">of</th></tr></thead>\n<tbody>\n");
        foreach (var (label, total, own, usual) in ScoreTable.Rows(score))
        {
            html.Markup("<tr>").Markup("<th scope=\"row\">").Text(label.Trim()).Markup("<svg viewBox=\"0 0 100 5\" preserveAspectRatio=\"none\" aria-hidden=\"true\">")
                .Markup($"<rect class=\"track\" width=\"100\" height=\"5\"/><rect class=\"own\" width=\"{Percent(own, total)}\" height=\"3\"/><rect class=\"usual\" y=\"3\" width=\"{Percent(usual, total)}\" height=\"2\"/></svg></th>")
                .Element("td class=\"n\"", $"{own}").Element("td class=\"n\"", $"{usual}").Element("td class=\"n\"", $"{total}").Markup("</tr>\n");
        }

        html.Markup("</tbody>\n</table>\n<p class=\"soft\">The upper bar is this container, the lower one Docker's default.</p>\n</section>\n");
    }

    private static void Paste(HtmlText html, ScoreSubject subject)
    {
        // A filter's rules are not those of any profile.
        if (subject.Filter is not null)
        {
            return;
        }

        html.Markup("<section>\n<h2>To paste</h2>\n");
        if (subject.Trace is { } trace)
        {
            html.Markup("<p>The options of <code>docker run</code>, with the profile below in <code>profile.json</code>:</p>\n")
                .Element("pre tabindex=\"0\"", DockerRunOptions.Write(trace, "profile.json")).Markup("\n");
        }

        html.Markup("<details><summary>The seccomp profile</summary>\n").Element("pre tabindex=\"0\"", SeccompWriter.Write(subject.Profile)).Markup("</details>\n</section>\n");
    }

    private static string Percent(int part, int whole) => (whole == 0 ? 0 : 100.0 * part / whole).ToString("0.#", CultureInfo.InvariantCulture);

    private static string Hash(string text) => $"sha256-{Convert.ToBase64String(Sha256.Hash(Encoding.UTF8.GetBytes(text)))}";

    private static string Resource(string name)
    {
        using var stream = typeof(ScoreHtml).Assembly.GetManifestResourceStream(name)!;
        using var reader = new StreamReader(stream);
        return $"\n{reader.ReadToEnd()}";
    }
}
