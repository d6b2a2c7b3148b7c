using Ctrace.Core.Linux;
using Ctrace.Core.Seccomp.Profiles;
using Ctrace.Core.Traces;

namespace Ctrace.Core.Scores;

/// <summary>The parts of a page that list calls and capabilities, with who used them where there is a recording.</summary>
internal sealed class ScoreHtmlCalls(HtmlText html, Score score)
{
    private const int MostCallers = 8;

    private readonly Trace? _trace = score.Subject.Trace;
    private readonly Dictionary<SyscallName, List<(Caller Caller, ulong First)>> _callers = ByName(score.Subject.Trace?.SyscallCallers);
    private readonly Dictionary<string, List<(Caller Caller, ulong First)>> _capabilityCallers = ByName(score.Subject.Trace?.CapabilityCallers);

    /// <summary>What is dangerous and allowed; what is refused stands behind it, closed.</summary>
    public void Dangers()
    {
        List<(DangerStanding Standing, HtmlCell Name, string Who)> all =
        [
            .. score.DangerousCalls.Select(standing => (standing, new HtmlCell(standing.Danger.Name, ScoreHtmlExplained.Call(standing.Danger.Name)), Who(CallersOf(standing.Danger.Name)))),
            .. score.DangerousCapabilities.Select(standing => (standing, new HtmlCell(ScoreHtmlExplained.Upper(standing.Danger.Name), ScoreHtmlExplained.Capability(standing.Danger.Name)), Who(_capabilityCallers.GetValueOrDefault(standing.Danger.Name, [])))),
        ];
        var allowed = all.Where(one => one.Standing.Own != CallAccess.Refused).OrderByDescending(one => one.Standing.Own > one.Standing.Usual).ThenBy(one => one.Standing.Danger.Harm).ToList();
        html.Markup("<section>\n<h2>Dangerous, and allowed</h2>\n");
        if (allowed.Count == 0)
        {
            html.Markup("<p>Nothing.</p>\n");
        }
        else
        {
            HtmlTable.Write(html, ["name", "leads to", "here", "Docker's default", "used by", "what it does"], allowed.Select(row => (HtmlCell[])
            [
                row.Name, $"{row.Standing.Danger.Harm}".ToLowerInvariant(), new HtmlCell(Word(row.Standing.Own), Mark: row.Standing.Own > row.Standing.Usual ? "more" : null), Word(row.Standing.Usual), row.Who, row.Standing.Danger.Why,
            ]));
        }

        var refused = all.Where(one => one.Standing.Own == CallAccess.Refused).Select(one => one.Name).ToList();
        html.Markup($"<details><summary>{refused.Count} dangerous calls and capabilities that are refused</summary>\n");
        Names(refused);
        html.Markup("</details>\n</section>\n");
    }

    /// <summary>What a recording's restriction allows and the recording did not use.</summary>
    public void Unused()
    {
        if (_trace is null)
        {
            return;
        }

        var unused = score.Calls.Where(call => call.Own != CallAccess.Refused && !IsRecorded(call.Name)).Select(call => call.Name).ToLookup(name => Kin(name) is not null);
        html.Markup("<section>\n<h2>Allowed, and not recorded</h2>\n");
        if (unused.Count == 0)
        {
            html.Markup("<p>Nothing: what is allowed was used.</p>\n");
        }

        if (unused.Contains(true))
        {
            html.Markup("<p>These follow from what was recorded and reach nothing new; <code>--exact</code> leaves them out.</p>\n");
            HtmlTable.Write(html, ["call", "beside", "why"], unused[true].Select(name => (Name: name, Kin: Kin(name)!)).Select(row => (HtmlCell[])[Link(row.Name), KinText.Beside(row.Kin), row.Kin.Row.Why]));
        }

        if (unused.Contains(false))
        {
            html.Markup("<p>These a container's start, or any program at any time, may need:</p>\n");
            Names(unused[false].Select(Link));
        }

        html.Markup("</section>\n");
    }

    /// <summary>All calls that are allowed or were made.</summary>
    public void Calls()
    {
        var own = score.Calls.ToDictionary(call => call.Name, StringComparer.Ordinal);
        var native = score.Subject.Circumstances.Native;
        var names = (_trace?.Syscalls.Keys ?? []).Concat(score.Calls.Where(call => call.Own != CallAccess.Refused).Select(call => new SyscallName(native, call.Name))).Distinct();
        html.Markup($"<section>\n<h2>System calls {(_trace is null ? "that are allowed" : "that are allowed or were made")}</h2>\n");
        HtmlTable.Write(html, ["call", "here", "Docker's default", new("times", IsNumber: true), new("first", IsNumber: true), "by, the first one first"],
            names.OrderByDescending(Count).ThenBy(call => call.Name, StringComparer.Ordinal).ThenBy(call => call.Architecture.Name, StringComparer.Ordinal).Select(call =>
            {
                var standing = call.Architecture == native ? own.GetValueOrDefault(call.Name) : null;
                var callers = _callers.GetValueOrDefault(call, []);
                return (HtmlCell[])
                [
                    call.Architecture == native ? Link(call.Name) : $"{call.Name} ({call.Architecture})",
                    standing is null ? "" : new HtmlCell(Word(standing.Own), Mark: standing.Own > standing.Usual ? "more" : null), standing is null ? "" : Word(standing.Usual),
                    Times(Count(call)), First(callers), Who(callers),
                ];
            }));
        html.Markup("</section>\n");

        ulong Count(SyscallName call) => _trace is not null && _trace.Syscalls.Contains(call) ? _trace.Syscalls[call] : 0;
    }

    /// <summary>All capabilities that are given, were used, or had to be held.</summary>
    public void Capabilities()
    {
        var held = (_trace?.Held ?? Callers<HeldCapability>.Empty).Select(entry => (entry.Key.Name, entry.Key.Caller, entry.Value)).ToLookup(entry => entry.Name.Name, StringComparer.Ordinal);
        var names = score.Capabilities.Concat(_trace?.NeededCapabilities ?? []).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal).ToList();
        html.Markup("<section>\n<h2>Capabilities that are given</h2>\n");
        if (names.Count == 0)
        {
            html.Markup("<p>None.</p>\n</section>\n");
            return;
        }

        HtmlTable.Write(html, ["capability", "here", "Docker's default", new("times", IsNumber: true), new("first", IsNumber: true), "by, the first one first", "held"], names.Select(name =>
        {
            var callers = _capabilityCallers.GetValueOrDefault(name, [.. held[name].Select(entry => (entry.Caller, entry.Value))]);
            var (isGiven, isUsual) = (score.Capabilities.Contains(name), ContainerCapabilities.Default.Contains(name));
            return (HtmlCell[])
            [
                new HtmlCell(ScoreHtmlExplained.Upper(name), ScoreHtmlExplained.Capability(name)), new HtmlCell(isGiven ? "yes" : "no", Mark: isGiven && !isUsual ? "more" : null), isUsual ? "yes" : "no",
                Times(_trace is not null && _trace.Capabilities.Contains(name) ? _trace.Capabilities[name] : 0), First(callers), Who(callers),
                string.Join(", ", held[name].Select(entry => $"{entry.Name.For}".ToLowerInvariant()).Distinct(StringComparer.Ordinal)),
            ];
        }));
        html.Markup("</section>\n");
    }

    /// <summary>Some callers in a few words.</summary>
    public static string Who(IReadOnlyCollection<(Caller Caller, ulong First)> callers) =>
        string.Join(", ", callers.Take(MostCallers).Select(entry => entry.Caller.ToString()))
        + (callers.Count > MostCallers ? $" and {callers.Count - MostCallers} more" : "");

    /// <summary>How often; nothing of what was seen and not counted.</summary>
    public static string Times(ulong count) => count == 0 ? "" : $"{count}";

    private static string First(List<(Caller Caller, ulong First)> callers) => callers.Count == 0 ? "" : CallerTable.Seconds(callers[0].First);

    private static string Word(CallAccess access) => access switch
    {
        CallAccess.Allowed => "yes",
        CallAccess.Conditional => "for some arguments",
        _ => "no",
    };

    private void Names(IEnumerable<HtmlCell> names)
    {
        html.Markup("<p class=\"names\">");
        foreach (var (at, name) in names.Index())
        {
            html.Markup(at == 0 ? "" : " ").Element(name.Target is { } target ? $"a href=\"#{target}\"" : "code", name.Text);
        }

        html.Markup("</p>\n");
    }

    private static HtmlCell Link(string name) => new(name, ScoreHtmlExplained.Call(name));

    private static Dictionary<TName, List<(Caller Caller, ulong First)>> ByName<TName>(Callers<TName>? callers)
        where TName : notnull => (callers ?? Callers<TName>.Empty).GroupBy(entry => entry.Key.Name)
            .ToDictionary(uses => uses.Key, uses => uses.OrderBy(use => use.Value).ThenBy(use => use.Key.Caller).Select(use => (use.Key.Caller, use.Value)).ToList());

    private List<(Caller Caller, ulong First)> CallersOf(string name) => _callers.GetValueOrDefault(new SyscallName(score.Subject.Circumstances.Native, name), []);

    private bool IsRecorded(string name) => _trace!.Syscalls.Keys.Any(call => call.Name == name);

    private KinCall? Kin(string name) => score.Kin.Calls.FirstOrDefault(call => call.Name == name);
}
