using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using System.Text.Json;
using Ctrace.Core.Linux;
using Ctrace.Core.Traces;

namespace Ctrace.Core.Verification;

/// <summary>Every call of a trace, run through filters: whether they allow all that was seen.</summary>
/// <param name="Calls">In the trace's order.</param>
/// <param name="AcceptsConditions">Whether a call that depends on its arguments passes.</param>
public sealed record TraceReplay(ImmutableArray<ReplayedCall> Calls, bool AcceptsConditions)
{
    /// <summary>Whether nothing stands against it.</summary>
    public bool Passed => Calls.All(call => call.IsAllowed || (AcceptsConditions && call.Depends));

    /// <summary>Runs a trace's calls through filters.</summary>
    /// <param name="trace">The trace.</param>
    /// <param name="filters">The newest first.</param>
    /// <param name="acceptsConditions">Whether a call that depends on its arguments passes.</param>
    public static TraceReplay Of(Trace trace, IReadOnlyList<SeccompFilter> filters, bool acceptsConditions)
    {
        ArgumentNullException.ThrowIfNull(trace);
        var evaluator = new FilterEvaluator(filters);
        return new TraceReplay(
            [.. trace.Syscalls.Select(entry => new ReplayedCall(entry.Key, entry.Value,
                Number(entry.Key) is { } number ? evaluator.Evaluate(entry.Key.Architecture, number) : null))],
            acceptsConditions);
    }

    /// <summary>For people: what is not allowed, then what depends on arguments, then a line of summary.</summary>
    /// <param name="native">The architecture whose calls need no prefix.</param>
    public string ToText(Architecture native)
    {
        var text = new StringBuilder();
        Section(text, native, "not allowed", Calls.Where(call => !call.IsAllowed && !call.Depends));
        Section(text, native, "depending on their arguments, which a trace does not have", Calls.Where(call => call.Depends));
        var allowed = Calls.Count(call => call.IsAllowed);
        return text.Append(allowed == Calls.Length ? $"all {allowed} calls are allowed\n" : $"{allowed} of {Calls.Length} calls are allowed whatever their arguments are\n").ToString();
    }

    /// <summary>For programs: docs/man/ctrace-verify.1 documents the members.</summary>
    public string ToJson()
    {
        using var buffer = new MemoryStream();
        using (var writer = new Utf8JsonWriter(buffer, JsonStyle.Report))
        {
            writer.WriteStartObject();
            writer.WriteBoolean("passed", Passed);
            writer.WriteStartArray("calls");
            foreach (var (call, count, verdict) in Calls)
            {
                writer.WriteStartObject();
                writer.WriteString("arch", call.Architecture.Name);
                writer.WriteString("name", Printable.Escape(call.Name));
                writer.WriteNumber("count", count);
                if (verdict is null)
                {
                    writer.WriteString("allowed", "unknown");
                }
                else
                {
                    VerdictJson.Write(writer, verdict);
                }

                writer.WriteEndObject();
            }

            writer.WriteEndArray();
            writer.WriteEndObject();
        }

        return Encoding.UTF8.GetString(buffer.GetBuffer().AsSpan(0, (int)buffer.Length)) + "\n";
    }

    private static void Section(StringBuilder text, Architecture native, string title, IEnumerable<ReplayedCall> calls)
    {
        var rows = calls.Select(call => (Name: Printable.Escape(call.Call.Architecture == native ? call.Call.Name : $"{call.Call.Architecture}:{call.Call.Name}"), call)).ToList();
        if (rows.Count == 0)
        {
            return;
        }

        var width = rows.Max(row => row.Name.Length);
        text.Append(title).Append('\n');
        foreach (var (name, call) in rows)
        {
            text.Append("  ").Append(name.PadRight(width)).Append("  ").Append(call.Verdict?.ToString() ?? "a name without a number: nothing can be said of it").Append('\n');
        }

        text.Append('\n');
    }

    /// <summary>The number of a name, and that in <c>syscall_N</c>.</summary>
    private static int? Number(SyscallName call) => Syscalls.Number(call.Architecture, call.Name)
        ?? (!call.IsKnown && uint.TryParse(call.Name.AsSpan("syscall_".Length), NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? unchecked((int)number) : null);
}
