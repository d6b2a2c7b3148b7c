using System.Collections.Immutable;
using System.Text;
using Ctrace.Core;
using Ctrace.Core.Linux;
using Ctrace.Core.Seccomp.Filters;

namespace Ctrace.Inspections;

/// <summary>An inspection for people.</summary>
internal static class InspectionText
{
    private const int Width = 100, LabelWidth = 18;

    /// <summary>All of it.</summary>
    /// <param name="inspection">What was found.</param>
    /// <param name="disassemble">Whether the filters are shown instruction by instruction.</param>
    public static string Write(Inspection inspection, bool disassemble)
    {
        var (security, filters, calls) = inspection;
        var text = new StringBuilder();
        Field(text, "process", $"{security.Process} {security.Name}");
        Field(text, "seccomp", Seccomp(inspection));
        Field(text, "no_new_privs", security.NoNewPrivileges ? "yes" : "no");
        Field(text, "AppArmor", security.AppArmor ?? "none");
        Field(text, "SELinux", security.Selinux ?? "none");
        Field(text, "user namespace", security.SharesUserNamespace ? "as ctrace's own" : $"its own: users {Map(security.UserIds)}; groups {Map(security.GroupIds)}");
        var first = security.Capabilities[0];
        foreach (var (set, names) in security.Capabilities)
        {
            Wrapped(text, set.PadRight(LabelWidth), names.IsEmpty ? ["none"] : set != first.Set && names.SequenceEqual(first.Names) ? ["as", first.Set] : names);
        }

        foreach (var (architecture, verdicts) in calls)
        {
            Table(text, architecture, verdicts);
        }

        for (var i = 0; disassemble && i < filters.Length; i++)
        {
            text.Append($"\nfilter {i}{(filters.Length > 1 && i == 0 ? " (the newest)" : "")}\n").Append(Disassembly.Write(filters[i]));
        }

        return text.ToString();
    }

    private static string Seccomp(Inspection inspection) => inspection.Security.SeccompMode switch
    {
        0 => "none",
        1 => "strict: read, write, exit and sigreturn alone",
        _ => $"{inspection.Filters.Length} filter{(inspection.Filters.Length == 1 ? "" : "s")} "
            + $"({string.Join(", ", inspection.Filters.Select(filter => filter.Instructions.Length))} instructions)"
            + (inspection.Security.DifferingThreads is > 0 and var threads ? $"; {threads} of its threads differ in mode or filters from the first, which is shown" : ""),
    };

    private static void Table(StringBuilder text, Architecture architecture, ImmutableArray<EvaluatedCall> verdicts)
    {
        var named = verdicts.Where(call => call.Name is not null).ToList();
        var always = named.Where(call => call.Verdict.Always is not null).ToLookup(call => call.Verdict.Always!.Value);
        var depending = named.Where(call => call.Verdict.Always is null).OrderBy(call => call.Name, StringComparer.Ordinal).ToList();
        var allowed = named.Count(call => call.Verdict.AlwaysRuns);
        text.Append($"\n{architecture}: {allowed} of {named.Count} calls allowed, {depending.Count} depending on their arguments\n");
        foreach (var group in always.OrderByDescending(group => group.Key.MayRun).ThenBy(group => group.Key.ToString(), StringComparer.Ordinal))
        {
            text.Append($"  {group.Key}\n");
            Wrapped(text, "    ", group.Count() == named.Count ? ["every call"] : [.. group.Select(call => call.Name!).Order(StringComparer.Ordinal)]);
        }

        if (depending.Count > 0)
        {
            text.Append("  depending on their arguments\n");
            foreach (var call in depending)
            {
                text.Append($"    {call.Name}: {call.Verdict}\n");
            }
        }

        foreach (var call in verdicts.Where(call => call.Name is null))
        {
            text.Append($"  number {call.Number}, which is no call yet\n    {call.Verdict}\n");
        }
    }

    private static void Field(StringBuilder text, string label, string value) => text.Append(label.PadRight(LabelWidth)).Append(Printable.Escape(value)).Append('\n');

    private static string Map(ImmutableArray<(uint Inside, uint Outside, uint Count)> map) =>
        map.IsEmpty ? "not mapped" : string.Join(", ", map.Select(range => $"{range.Inside} is {range.Outside} ({range.Count})"));

    private static void Wrapped(StringBuilder text, string indent, IReadOnlyList<string> words)
    {
        var column = indent.Length;
        text.Append(indent);
        for (var i = 0; i < words.Count; i++)
        {
            if (i > 0 && column + 1 + words[i].Length > Width)
            {
                text.Append('\n').Append(' ', indent.Length);
                column = indent.Length;
            }
            else if (i > 0)
            {
                text.Append(' ');
                column++;
            }

            text.Append(words[i]);
            column += words[i].Length;
        }

        text.Append('\n');
    }
}
