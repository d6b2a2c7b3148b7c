using Ctrace.Core.Lives;
using Ctrace.Core.Seccomp.Profiles;
using Ctrace.Core.Traces;

namespace Ctrace.Core.Scores;

/// <summary>The part of a page that shows a recording: what was used, how often, by whom, and when first. Names and facts are untrusted text.</summary>
internal static class ScoreHtmlTrace
{
    // More of them are named by their number.
    private const int MostCallers = 8;

    /// <summary>Appends the section.</summary>
    public static void Write(HtmlText html, Trace trace)
    {
        html.Markup("<h2>The recording</h2>\n");
        foreach (var line in LifeText.Lines(trace))
        {
            html.Element("p", line).Markup("\n");
        }

        html.Markup("<table>\n");
        foreach (var fact in trace.Facts)
        {
            html.Row("td", fact.Key, fact.Value);
        }

        html.Markup("</table>\n");
        Table(html, "Programs that ran", trace.Executables.Select(entry => new Row(entry.Key, entry.Value, [])));
        Table(html, "Capabilities that were used", trace.Capabilities.Select(entry => new Row(entry.Key, entry.Value, [.. trace.CapabilityCallers[entry.Key]])));
        Table(html, "Capabilities that had to be held, though the kernel does not ask for them", trace.Held.GroupBy(entry => entry.Key.Name)
            .Select(held => new Row($"{held.Key.Name} ({held.Key.For})".ToLowerInvariant(), 0, [.. trace.Held[held.Key]])));
        Table(html, "Capabilities that were asked for and refused", trace.CapabilitiesDenied.Select(entry => new Row(entry.Key, entry.Value, [])));
        Table(html, "System calls that were made", trace.Syscalls.Select(entry => new Row(Name(trace, entry.Key), entry.Value, [.. trace.SyscallCallers[entry.Key]])));
        Table(html, "System calls that a filter refused", trace.Denied.Select(entry => new Row($"{Name(trace, entry.Key.Syscall)} ({Linux.Errno.Name(entry.Key.Errno) ?? $"{entry.Key.Errno}"})", entry.Value, [])));
    }

    /// <summary>Appends what is allowed beside the recording.</summary>
    public static void Write(HtmlText html, Kin kin)
    {
        if (kin.Calls.IsEmpty)
        {
            return;
        }

        html.Element("h2", "System calls that were not recorded, and are allowed since they reach nothing new")
            .Markup("\n<table>\n<tr><th>name</th><th>beside</th><th>by</th><th>why</th><th>source</th></tr>\n");
        foreach (var call in kin.Calls)
        {
            html.Row("td", KinText.Name(call.Row), KinText.Beside(call), Who([.. call.Callers.Select(caller => (caller, 0UL))]), call.Row.Why, call.Row.Source);
        }

        html.Markup("</table>\n");
    }

    // Most often first; what was seen and not counted has no number.
    private static void Table(HtmlText html, string title, IEnumerable<Row> rows)
    {
        List<Row> sorted = [.. rows.OrderByDescending(row => row.Count).ThenBy(row => row.Name, StringComparer.Ordinal)];
        if (sorted.Count == 0)
        {
            return;
        }

        var withCallers = sorted.Any(row => row.Callers.Count > 0);
        html.Element("h2", title).Markup("\n<table class=\"counts\">\n<tr><th>name</th><th class=\"n\">times</th>")
            .Markup(withCallers ? "<th class=\"n\">first</th><th>by, the first one first</th></tr>\n" : "</tr>\n");
        foreach (var row in sorted)
        {
            html.Markup("<tr>").Element("td", row.Name).Element("td class=\"n\"", row.Count == 0 ? "" : $"{row.Count}");
            if (withCallers)
            {
                html.Element("td class=\"n\"", row.Callers.Count == 0 ? "" : CallerTable.Seconds(row.Callers[0].First)).Element("td", Who(row.Callers));
            }

            html.Markup("</tr>\n");
        }

        html.Markup("</table>\n");
    }

    /// <summary>Some callers in a few words.</summary>
    public static string Who(List<(Caller Caller, ulong First)> callers) =>
        string.Join(", ", callers.Take(MostCallers).Select(entry => entry.Caller.ToString()))
        + (callers.Count > MostCallers ? $" and {callers.Count - MostCallers} more" : "");

    private static string Name(Trace trace, SyscallName syscall) => syscall.Architecture == trace.Architecture ? syscall.Name : $"{syscall.Name} ({syscall.Architecture})";

    private sealed record Row(string Name, ulong Count, List<(Caller Caller, ulong First)> Callers);
}
