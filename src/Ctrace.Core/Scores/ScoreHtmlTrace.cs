using Ctrace.Core.Traces;

namespace Ctrace.Core.Scores;

/// <summary>The part of a page that shows a recording: what was used, and how often. Names and facts are untrusted text.</summary>
internal static class ScoreHtmlTrace
{
    /// <summary>Appends it.</summary>
    public static void Write(HtmlText html, Trace trace)
    {
        html.Markup("<h2>The recording</h2>\n<table>\n");
        foreach (var fact in trace.Facts)
        {
            html.Row("td", fact.Key, fact.Value);
        }

        html.Markup("</table>\n");
        Counts(html, "Programs that ran", trace.Executables.Select(entry => (entry.Key, entry.Value)));
        Counts(html, "Capabilities that were used", trace.Capabilities.Select(entry => (entry.Key, entry.Value)));
        Counts(html, "Capabilities that were asked for and refused", trace.CapabilitiesDenied.Select(entry => (entry.Key, entry.Value)));
        Counts(html, "System calls that were made", trace.Syscalls.Select(entry => (Name(trace, entry.Key), entry.Value)));
        Counts(html, "System calls that a filter refused", trace.Denied.Select(entry => ($"{Name(trace, entry.Key.Syscall)} ({Linux.Errno.Name(entry.Key.Errno) ?? $"{entry.Key.Errno}"})", entry.Value)));
    }

    // Most often first; what was seen and not counted has no number.
    private static void Counts(HtmlText html, string title, IEnumerable<(string Name, ulong Count)> counts)
    {
        foreach (var (at, (name, count)) in counts.OrderByDescending(entry => entry.Count).ThenBy(entry => entry.Name, StringComparer.Ordinal).Index())
        {
            if (at == 0)
            {
                html.Element("h2", title).Markup("\n<table class=\"counts\">\n<tr><th>name</th><th class=\"n\">times</th></tr>\n");
            }

            html.Markup("<tr>").Element("td", name).Element("td class=\"n\"", count == 0 ? "" : $"{count}").Markup("</tr>\n");
        }

        if (counts.Any())
        {
            html.Markup("</table>\n");
        }
    }

    private static string Name(Trace trace, SyscallName syscall) => syscall.Architecture == trace.Architecture ? syscall.Name : $"{syscall.Name} ({syscall.Architecture})";
}
