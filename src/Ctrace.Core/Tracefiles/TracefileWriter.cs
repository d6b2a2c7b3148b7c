using System.Text;
using Ctrace.Core.Linux;
using Ctrace.Core.Traces;

namespace Ctrace.Core.Tracefiles;

/// <summary>Writes a trace as the text of a tracefile (docs/format.md). The same trace always gives the same text.</summary>
public static class TracefileWriter
{
    /// <summary>The text: printable ASCII and line feeds, ending with one. Of a trace that is too large it has what <see cref="TraceBounds"/> keeps.</summary>
    /// <exception cref="CtraceException">Data: the calls and capabilities alone take more than <see cref="TracefileReader.MaxSize"/>; no kernel has so many.</exception>
    public static string Write(Trace trace) => Text(trace).ToString();

    /// <summary>The same as the bytes of a file, without the text being there twice.</summary>
    /// <exception cref="CtraceException">As <see cref="Write"/>.</exception>
    public static byte[] WriteBytes(Trace trace)
    {
        var text = Text(trace);
        var (bytes, written) = (new byte[text.Length], 0);
        foreach (var chunk in text.GetChunks())
        {
            written += Encoding.ASCII.GetBytes(chunk.Span, bytes.AsSpan(written));
        }

        return bytes;
    }

    private static StringBuilder Text(Trace whole)
    {
        var trace = TraceBounds.Fit(whole);
        var text = new StringBuilder();
        Section(text, TracefileSection.Arch, [trace.Architecture.Name]);
        Section(text, TracefileSection.Capabilities, trace.Capabilities.Keys.Select(Name));
        Section(text, TracefileSection.NativeSyscalls, Syscalls(trace, trace.Architecture));
        Section(text, TracefileSection.Format, [$"{Format(trace)}"]);
        foreach (var architecture in trace.Architecture.Family.Skip(1))
        {
            OptionalSection(text, TracefileSection.Syscalls(architecture), Syscalls(trace, architecture));
        }

        // A name without a number (a hand-made or an original's file) needs no line here.
        OptionalSection(text, TracefileSection.SyscallCounts,
            trace.Syscalls.Where(entry => entry.Value > 0).Select(entry => $"{Name(entry.Key)} {entry.Value}"));
        OptionalSection(text, TracefileSection.SyscallsDenied, trace.Denied.Select(Outcome));
        OptionalSection(text, TracefileSection.SyscallsFailed, trace.Failed.Select(Outcome));
        OptionalSection(text, TracefileSection.Arguments, ArgumentLine.Lines(trace.Arguments));
        OptionalSection(text, TracefileSection.CapabilityCounts,
            trace.Capabilities.Where(entry => entry.Value > 0).Select(entry => $"{Name(entry.Key)} {entry.Value}"));
        OptionalSection(text, TracefileSection.CapabilitiesDenied,
            trace.CapabilitiesDenied.Select(entry => $"{Name(entry.Key)} {entry.Value}"));
        OptionalSection(text, TracefileSection.Executables,
            trace.Executables.Select(entry => $"{entry.Value} {TracefileText.Escape(entry.Key)}"));
        OptionalSection(text, TracefileSection.SyscallCallers,
            trace.SyscallCallers.Select(entry => $"{Name(entry.Key.Name)} {CallerLine.Write(entry.Key.Caller, entry.Value)}"));
        OptionalSection(text, TracefileSection.CapabilityCallers,
            trace.CapabilityCallers.Select(entry => $"{Name(entry.Key.Name)} {CallerLine.Write(entry.Key.Caller, entry.Value)}"));
        OptionalSection(text, TracefileSection.CapabilitiesHeld,
            trace.Held.Select(entry => $"{HeldLine.Write(entry.Key.Name)} {CallerLine.Write(entry.Key.Caller, entry.Value)}"));
        OptionalSection(text, TracefileSection.SyscallRefusals, RefusalLine.Calls(trace.Refusals));
        OptionalSection(text, TracefileSection.CapabilityRefusals, RefusalLine.Capabilities(trace.Refusals));
        OptionalSection(text, TracefileSection.CallsRefused, RefusedLine.Write(trace.Refused));
        OptionalSection(text, TracefileSection.SyscallsLast, trace.SyscallsLast.Select(entry => $"{Name(entry.Key)} {MomentText.Write(entry.Value)}"));
        OptionalSection(text, TracefileSection.CapabilitiesLast, trace.CapabilitiesLast.Select(entry => $"{Name(entry.Key)} {MomentText.Write(entry.Value)}"));
        OptionalSection(text, TracefileSection.Starts, trace.Life.Starts.Select(StartLine.Write));
        OptionalSection(text, TracefileSection.SyscallFirsts, trace.Life.Syscalls.Select(entry => $"{Name(entry.Key)} {StartLine.Write(entry.Value)}"));
        OptionalSection(text, TracefileSection.CapabilityFirsts, trace.Life.Capabilities.Select(entry => $"{Name(entry.Key)} {StartLine.Write(entry.Value)}"));
        foreach (var (section, lines) in TracefileResources.Write(trace.Resources))
        {
            OptionalSection(text, section, lines);
        }

        OptionalSection(text, TracefileSection.Facts, trace.Facts.Select(FactLine));
        OptionalSection(text, TracefileSection.Lost, trace.Lost == 0 ? [] : [$"{trace.Lost}"]);
        return text.Length <= TracefileReader.MaxSize
            ? text
            : throw new CtraceException(FailureKind.Data, $"the trace is too large for a tracefile, which has at most {TracefileReader.MaxSize} bytes", "merge fewer traces");
    }

    /// <summary>The oldest version that has what the trace needs.</summary>
    private static int Format(Trace trace) => trace.Held.Count + trace.Refused.Count + trace.SyscallsLast.Count + trace.CapabilitiesLast.Count > 0 || !trace.Refusals.IsEmpty || !trace.Life.IsEmpty ? 3
        : trace.Arguments.IsEmpty && trace.Resources.IsEmpty && trace.SyscallCallers.Count == 0 && trace.CapabilityCallers.Count == 0 ? 1 : 2;

    private static void OptionalSection(StringBuilder text, string name, IEnumerable<string> lines)
    {
        if (lines.Any())
        {
            Section(text, name, lines);
        }
    }

    private static void Section(StringBuilder text, string name, IEnumerable<string> lines)
    {
        text.Append(text.Length == 0 ? "" : "\n").Append(name).Append('\n');
        foreach (var line in lines)
        {
            var written = TracefileText.Distinguish(line);
            text.Append(written.Length <= TracefileReader.MaxLine ? written
                : throw new ArgumentException($"a text of the trace is too long for section {name}")).Append('\n');
        }
    }

    private static IEnumerable<string> Syscalls(Trace trace, Architecture architecture) =>
        trace.Syscalls.Keys.Where(syscall => syscall.Architecture == architecture).Select(syscall => Name(syscall.Name));

    private static string Outcome(KeyValuePair<Outcome, ulong> entry) =>
        $"{Name(entry.Key.Syscall)} {Errno.Name(entry.Key.Errno) ?? $"{entry.Key.Errno}"} {entry.Value}";

    private static string FactLine(Fact fact) => !Fact.IsKey(fact.Key) ? throw new ArgumentException($"not a fact's key: {fact.Key}")
        : fact.Value.Length == 0 ? fact.Key : $"{fact.Key} {TracefileText.Escape(fact.Value)}";

    private static string Name(SyscallName syscall) => $"{syscall.Architecture} {Name(syscall.Name)}";

    private static string Name(string name) => KernelName.IsValid(name) ? name : throw new ArgumentException($"not a name: {name}");
}
