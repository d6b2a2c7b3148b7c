using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using System.Text.Json;
using Ctrace.Core.Linux;
using Ctrace.Core.Seccomp;
using Ctrace.Core.Seccomp.Filters;
using Ctrace.Core.Seccomp.Profiles;
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
        var arguments = trace.Arguments.Seen.Keys.ToLookup(entry => entry.Syscall, entry => entry.Values);
        var replacesClone3 = DefaultConditions.Of(trace).ReplacesClone3;
        var calls = trace.Syscalls.Select(entry => Replay(evaluator, entry.Key, entry.Value, arguments[entry.Key]));
        return new TraceReplay([.. calls.Select(call => replacesClone3 && IsReplaced(call) ? call with { IsReplaced = true } : call)], acceptsConditions);
    }

    /// <summary>For people: what is not allowed, then what depends on arguments, then a line of summary.</summary>
    /// <param name="native">The architecture whose calls need no prefix.</param>
    public string ToText(Architecture native)
    {
        var text = new StringBuilder();
        Section(text, native, "not allowed", Calls.Where(call => !call.IsAllowed && !call.Depends));
        Section(text, native, "depending on arguments that the trace does not have", Calls.Where(call => call.Depends));
        var allowed = Calls.Count(call => call.IsAllowed);
        var recorded = Calls.Any(call => !call.Given.IsEmpty) ? ", or with those that were recorded" : "";
        return text.Append(allowed == Calls.Length ? $"all {allowed} calls are allowed\n" : $"{allowed} of {Calls.Length} calls are allowed whatever their arguments are{recorded}\n").ToString();
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
            foreach (var replayed in Calls)
            {
                var (call, count, verdict) = replayed;
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

                WriteGiven(writer, replayed.Given);
                writer.WriteEndObject();
            }

            writer.WriteEndArray();
            writer.WriteEndObject();
        }

        return Encoding.UTF8.GetString(buffer.GetBuffer().AsSpan(0, (int)buffer.Length)) + "\n";
    }

    private static void WriteGiven(Utf8JsonWriter writer, ImmutableArray<ReplayedArguments> given)
    {
        if (given.IsEmpty)
        {
            return;
        }

        writer.WriteStartArray("given");
        foreach (var (known, verdict) in given)
        {
            writer.WriteStartObject();
            writer.WriteStartArray("arguments");
            foreach (var argument in known)
            {
                writer.WriteStartObject();
                writer.WriteNumber("index", argument.Index);
                writer.WriteNumber("value", argument.Value);
                writer.WriteEndObject();
            }

            writer.WriteEndArray();
            VerdictJson.Write(writer, verdict);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
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
            foreach (var given in call.Given.Where(given => !given.Verdict.AlwaysRuns))
            {
                text.Append("    with ").Append(given.Text).Append(": ").Append(given.Verdict).Append('\n');
            }
        }

        text.Append('\n');
    }

    private static bool IsReplaced(ReplayedCall call) =>
        call.Call.Name == "clone3" && call.Verdict?.Always is { } answer && answer == new FilterReturn(SeccompAction.Errno, Errno.ENOSYS);

    /// <summary>What is known of a call's arguments is asked only where the filters look at them.</summary>
    private static ReplayedCall Replay(FilterEvaluator evaluator, SyscallName call, ulong count, IEnumerable<ImmutableArray<ulong>> arguments)
    {
        var number = Number(call);
        var verdict = number is { } any ? evaluator.Evaluate(call.Architecture, any) : null;
        var deciding = DecidingArgument.Of(call.Name);
        return new ReplayedCall(call, count, verdict)
        {
            Given = verdict is not { AlwaysRuns: false } ? [] : [.. from values in arguments
                     where values.Length == deciding.Length
                     let known = deciding.Zip(values, (argument, value) => new KnownArgument(argument.Index, Whole(argument.Mask), value & argument.Mask)).ToImmutableArray()
                     select new ReplayedArguments(known, evaluator.Evaluate(call.Architecture, number!.Value, known.AsSpan()))],
        };
    }

    // A recorded value of 32 bits was handed over with zeros above it, as compilers do; filters may look at all 64.
    private static ulong Whole(ulong mask) => mask <= uint.MaxValue ? mask | ~(ulong)uint.MaxValue : mask;

    /// <summary>The number of a name, and that in <c>syscall_N</c>.</summary>
    private static int? Number(SyscallName call) => Syscalls.Number(call.Architecture, call.Name)
        ?? (!call.IsKnown && uint.TryParse(call.Name.AsSpan("syscall_".Length), NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? unchecked((int)number) : null);
}
