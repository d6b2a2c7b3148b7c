using System.Collections.Frozen;
using Ctrace.Core.Decoding;
using Ctrace.Core.Decoding.Filters;
using Ctrace.Core.Linux;
using Ctrace.Core.Seccomp.Profiles;
using Ctrace.Core.Traces;

namespace Ctrace.Core.Scores;

/// <summary>The end of a page, to which the names on it lead: what each call and capability is, and why it stands as it does.</summary>
internal static class ScoreHtmlExplained
{
    // Why a call is allowed that is neither recorded nor follows from what was.
    private const string AnyContainer = "a container's start, or any program at any time, may need it";

    private static readonly (string Class, string Words)[] Kinds =
    [
        ("file", "files by path"), ("desc", "open files"), ("network", "sockets"), ("process", "processes"), ("memory", "memory"), ("signal", "signals"),
        ("ipc", "System V IPC"), ("creds", "users, groups, capabilities"), ("clock", "clocks"),
    ];

    private static readonly FrozenDictionary<string, Danger> Calls = Danger.Syscalls.ToFrozenDictionary(danger => danger.Name, StringComparer.Ordinal);
    private static readonly FrozenDictionary<string, Danger> Rights = Danger.Capabilities.ToFrozenDictionary(danger => danger.Name, StringComparer.Ordinal);

    /// <summary>Where a call is explained; null of a name that nobody knows: it can be anything.</summary>
    public static string? Call(string name) => Architecture.All.Any(architecture => Syscalls.Number(architecture, name) is not null) ? $"call-{name}" : null;

    /// <summary>Where a capability is explained.</summary>
    public static string? Capability(string name) => Linux.Capability.Number(name) is not null ? $"cap-{name}" : null;

    /// <summary>A capability as people write it.</summary>
    public static string Upper(string name) => $"CAP_{name.ToUpperInvariant()}";

    /// <summary>Appends all that the page names.</summary>
    public static void Write(HtmlText html, Score score)
    {
        var trace = score.Subject.Trace;
        var native = score.Subject.Circumstances.Native;
        var standings = score.Calls.ToDictionary(call => call.Name, StringComparer.Ordinal);
        var recorded = (trace?.Syscalls ?? Counts<SyscallName>.Empty).Where(entry => entry.Key.Architecture == native).ToDictionary(entry => entry.Key.Name, entry => entry.Value, StringComparer.Ordinal);
        var refused = (trace?.Denied.Keys.Select(outcome => outcome.Syscall) ?? []).Concat(trace?.Refused.Keys.Select(call => call.Syscall) ?? []).Concat(trace?.Refusals.Calls.Keys.Select(refusal => refusal.Outcome.Syscall) ?? []);
        var kinds = KindsOf(native);
        html.Markup("<section>\n<h2>What the names mean</h2>\n");
        foreach (var name in score.Calls.Where(call => call.Own != CallAccess.Refused).Select(call => call.Name).Concat(score.DangerousCalls.Select(standing => standing.Danger.Name))
            .Concat(recorded.Keys).Concat(refused.Where(call => call.Architecture == native).Select(call => call.Name)).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal))
        {
            if (Call(name) is not { } id)
            {
                continue;
            }

            html.Markup($"<article id=\"{id}\">").Element("h3", name).Markup("<p>");
            if (Signatures.ArgumentNames(name) is { } arguments)
            {
                html.Element("code", $"{name}({string.Join(", ", arguments)})").Markup(" ");
            }

            html.Text(kinds.Contains(name) ? $"{string.Join(", ", kinds[name])}. " : "")
                .Text(standings.TryGetValue(name, out var standing) ? $"{Own(standing.Own)} Docker's default {Usual(standing.Usual)}." : "").Markup("</p>");
            if (trace is not null)
            {
                html.Element("p", Why(name, standing?.Own ?? CallAccess.Refused, recorded, score.Kin));
            }

            Harm(html, Calls.GetValueOrDefault(name));
            html.Markup("</article>\n");
        }

        foreach (var name in score.Capabilities.Concat(Rights.Keys).Concat(trace?.NeededCapabilities ?? []).Concat(trace?.CapabilitiesDenied.Keys ?? []).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal))
        {
            if (Capability(name) is { } id)
            {
                html.Markup($"<article id=\"{id}\">").Element("h3", Upper(name))
                    .Element("p", $"{(score.Capabilities.Contains(name) ? "Given." : "Not given.")} Docker {(ContainerCapabilities.Default.Contains(name) ? "gives it" : "does not give it")} by default.");
                Harm(html, Rights.GetValueOrDefault(name));
                html.Markup("</article>\n");
            }
        }

        html.Markup("</section>\n");
    }

    private static ILookup<string, string> KindsOf(Architecture native) => Kinds
        .SelectMany(kind => (SyscallClasses.Numbers(kind.Class, native) ?? []).Select(number => (Name: Syscalls.Name(native, number) ?? "", kind.Words)))
        .ToLookup(entry => entry.Name, entry => entry.Words, StringComparer.Ordinal);

    private static void Harm(HtmlText html, Danger? danger)
    {
        if (danger is not null)
        {
            html.Markup("<p><strong>Dangerous:</strong> ").Text($"{danger.Why} [{danger.Source}]").Markup("</p>");
        }
    }

    private static string Why(string name, CallAccess own, Dictionary<string, ulong> recorded, Kin kin)
    {
        if (recorded.TryGetValue(name, out var count))
        {
            return count switch { 0 => "Recorded.", 1 => "Recorded once.", _ => $"Recorded {count} times." };
        }

        return own == CallAccess.Refused ? "Not recorded."
            : kin.Calls.FirstOrDefault(call => call.Name == name) is { } call ? $"Not recorded. {KinText.Name(call.Row)} is allowed beside {KinText.Beside(call)}: {call.Row.Why} [{call.Row.Source}]"
            : $"Not recorded: {AnyContainer}.";
    }

    private static string Own(CallAccess access) => access switch
    {
        CallAccess.Allowed => "Allowed.",
        CallAccess.Conditional => "Allowed for some arguments.",
        _ => "Refused.",
    };

    private static string Usual(CallAccess access) => access switch
    {
        CallAccess.Allowed => "allows it",
        CallAccess.Conditional => "allows it for some arguments",
        _ => "refuses it",
    };
}
