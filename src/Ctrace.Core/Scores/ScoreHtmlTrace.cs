using Ctrace.Core.Linux;
using Ctrace.Core.Lives;
using Ctrace.Core.Traces;

namespace Ctrace.Core.Scores;

/// <summary>The parts of a page that only a recording has: what was refused to whom, which programs ran, and what the recording says of itself. Names and facts are untrusted text.</summary>
internal static class ScoreHtmlTrace
{
    private const string NotRecorded = "(not recorded)";

    /// <summary>What the container asked for and did not get, with who asked where that was recorded.</summary>
    public static void Refused(HtmlText html, Trace trace)
    {
        var known = trace.Refusals.Capabilities.ToLookup(entry => entry.Key.Capability, StringComparer.Ordinal);
        List<HtmlCell[]> rows =
        [
            .. trace.CapabilitiesDenied.SelectMany(denied => known.Contains(denied.Key)
                ? known[denied.Key].Select(entry => Row(ScoreHtmlExplained.Upper(denied.Key), ScoreHtmlExplained.Capability(denied.Key), entry.Key.Caller.ToString(), entry.Value, entry.Key.IsOwn ? "the program had given it up, or its user has none" : "the container was not given it"))
                : [Row(ScoreHtmlExplained.Upper(denied.Key), ScoreHtmlExplained.Capability(denied.Key), NotRecorded, denied.Value, "")]),
            .. trace.Refusals.Calls.Count > 0
                ? trace.Refusals.Calls.Select(entry => Row(Name(trace, entry.Key.Outcome.Syscall), Target(trace, entry.Key.Outcome.Syscall), entry.Key.Caller.ToString(), entry.Value, $"a filter answered {ErrorName(entry.Key.Outcome.Errno)}"))
                : trace.Denied.Select(entry => Row(Name(trace, entry.Key.Syscall), Target(trace, entry.Key.Syscall), NotRecorded, entry.Value, $"a filter answered {ErrorName(entry.Key.Errno)}")),
            .. trace.Refused.Where(entry => entry.Key.IsForeseen).Select(entry => Row(Name(trace, entry.Key.Syscall), Target(trace, entry.Key.Syscall), entry.Key.Caller.ToString(), entry.Value.Count, $"{entry.Key.Profile} would have answered {entry.Key.Answer}")),
        ];
        if (rows.Count > 0)
        {
            html.Markup("<section>\n<h2>Asked for, and refused while it was recorded</h2>\n");
            HtmlTable.Write(html, ["what", "asked by", new("times", IsNumber: true), "why"], rows);
            html.Markup("</section>\n");
        }

        static HtmlCell[] Row(string what, string? target, string who, ulong count, string why) => [new HtmlCell(what, target), who, ScoreHtmlCalls.Times(count), why];
    }

    /// <summary>Which programs ran, and how much each used.</summary>
    public static void Programs(HtmlText html, Trace trace)
    {
        var calls = trace.SyscallCallers.CountBy(entry => entry.Key.Caller).ToDictionary();
        var capabilities = trace.CapabilityCallers.ToLookup(entry => entry.Key.Caller, entry => ScoreHtmlExplained.Upper(entry.Key.Name));
        var all = trace.Executables.Keys.Select(Caller.Program).Concat(calls.Keys).Concat(capabilities.Select(entry => entry.Key)).Distinct().Order().ToList();
        if (all.Count == 0)
        {
            return;
        }

        html.Markup("<section>\n<h2>Programs that ran</h2>\n<p class=\"soft\">By the names that the container gave them, which prove nothing. <em>(as ls)</em> is what a program of many names was called.</p>\n");
        HtmlTable.Write(html, ["program", new("executed", IsNumber: true), new("calls it made", IsNumber: true), "capabilities it used"], all.Select(caller => (HtmlCell[])
        [
            caller.ToString(), ScoreHtmlCalls.Times(caller.Kind == CallerKind.Program && trace.Executables.Contains(caller.Path) ? trace.Executables[caller.Path] : 0),
            ScoreHtmlCalls.Times((ulong)calls.GetValueOrDefault(caller)), string.Join(", ", capabilities[caller].Distinct(StringComparer.Ordinal)),
        ]));
        html.Markup("</section>\n");
    }

    /// <summary>How much of a life it has seen, and its facts.</summary>
    public static void Recording(HtmlText html, Trace trace)
    {
        html.Markup("<section>\n<h2>The recording</h2>\n");
        foreach (var line in LifeText.Lines(trace))
        {
            html.Element("p", line).Markup("\n");
        }

        HtmlTable.Write(html, ["fact", "value"], trace.Facts.Select(fact => (HtmlCell[])[fact.Key, fact.Value]));
        html.Markup("</section>\n");
    }

    private static string Name(Trace trace, SyscallName syscall) => syscall.Architecture == trace.Architecture ? syscall.Name : $"{syscall.Name} ({syscall.Architecture})";

    private static string? Target(Trace trace, SyscallName syscall) => syscall.Architecture == trace.Architecture ? ScoreHtmlExplained.Call(syscall.Name) : null;

    private static string ErrorName(int errno) => Errno.Name(errno) ?? $"{errno}";
}
