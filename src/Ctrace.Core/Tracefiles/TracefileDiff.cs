using System.Text;
using Ctrace.Core.Linux;
using Ctrace.Core.Traces;

namespace Ctrace.Core.Tracefiles;

/// <summary>
/// What two traces differ in, section by section: what only the first has with a minus, what only the second has with a
/// plus. Only the sets of capabilities, syscalls and their arguments count, not how often, nor what else is known.
/// </summary>
public static class TracefileDiff
{
    /// <summary>The differences, one a line, a blank line between sections; empty when there are none.</summary>
    public static string Write(Trace before, Trace after)
    {
        ArgumentNullException.ThrowIfNull(before);
        ArgumentNullException.ThrowIfNull(after);
        var text = new StringBuilder();
        Section(text, TracefileSection.Arch, [before.Architecture.Name], [after.Architecture.Name]);
        Section(text, TracefileSection.Capabilities, before.Capabilities.Keys, after.Capabilities.Keys);
        Section(text, TracefileSection.NativeSyscalls, Syscalls(before, before.Architecture), Syscalls(after, after.Architecture));
        foreach (var architecture in Architecture.All)
        {
            Section(text, TracefileSection.Syscalls(architecture), Foreign(before, architecture), Foreign(after, architecture));
        }

        Section(text, TracefileSection.CapabilitiesHeld, Held(before), Held(after));
        Section(text, TracefileSection.Arguments, Arguments(before, after), Arguments(after, before));
        return text.ToString();
    }

    private static IEnumerable<string> Held(Trace trace) => trace.Held.Select(entry => HeldLine.Write(entry.Key.Name)).Distinct();

    /// <summary>Only of calls of which both know something: another recording may just not have looked.</summary>
    private static IEnumerable<string> Arguments(Trace trace, Trace other) =>
        ArgumentLine.Keys(trace.Arguments.Only(other.Arguments.Knows));

    private static IEnumerable<string> Foreign(Trace trace, Architecture architecture) =>
        architecture == trace.Architecture ? [] : Syscalls(trace, architecture);

    private static IEnumerable<string> Syscalls(Trace trace, Architecture architecture) =>
        trace.Syscalls.Keys.Where(syscall => syscall.Architecture == architecture).Select(syscall => syscall.Name);

    private static void Section(StringBuilder text, string name, IEnumerable<string> before, IEnumerable<string> after)
    {
        string[] lines = [.. Only(before, after).Select(line => $"-{line}\n"), .. Only(after, before).Select(line => $"+{line}\n")];
        if (lines.Length > 0)
        {
            text.Append(text.Length == 0 ? "" : "\n").Append(name).Append('\n').AppendJoin("", lines);
        }
    }

    private static IEnumerable<string> Only(IEnumerable<string> these, IEnumerable<string> those) =>
        these.Except(those).Order(StringComparer.Ordinal);
}
