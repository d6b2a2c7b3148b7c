using System.Globalization;
using System.Text.Json;
using Ctrace.Core.Decoding;
using Ctrace.Core.Linux;
using Ctrace.Probes;

namespace Ctrace.Views;

/// <summary>What <c>ctrace strace --json</c> prints: one object a line. docs/man/ctrace-strace.1 documents the members.</summary>
internal static class CallJson
{
    /// <summary>A call.</summary>
    public static string Line(CallEvent entry, string? container, TracedCall call, string text, IReadOnlyList<CallFrame>? frames) => JsonLine.Of(writer =>
    {
        WriteWho(writer, entry, container);
        writer.WriteString("syscall", CallFormatter.Name(call));
        writer.WriteString("arch", call.Architecture.Name);
        writer.WriteStartArray("arguments");
        foreach (var argument in entry.Value)
        {
            writer.WriteStringValue("0x" + argument.ToString("x", CultureInfo.InvariantCulture));
        }

        writer.WriteEndArray();
        if (call.Result is { } result)
        {
            writer.WriteNumber("result", result);
            writer.WriteString("errno", result is >= -4095 and < 0 ? Errno.Name((int)-result) : null);
            if (!entry.Late)
            {
                writer.WriteNumber("duration", (decimal)call.Duration.Ticks / TimeSpan.TicksPerSecond);
            }
        }

        writer.WriteString("text", text);
        if (frames is not null)
        {
            writer.WriteStartArray("stack");
            foreach (var frame in frames)
            {
                frame.Write(writer);
            }

            writer.WriteEndArray();
        }
    });

    /// <summary>A signal or an end.</summary>
    public static string Line(CallEvent at, string? container, string text) => JsonLine.Of(writer =>
    {
        WriteWho(writer, at, container);
        writer.WriteString("text", text);
    });

    /// <summary>A row of -c.</summary>
    public static string Line(CallTotal total) => JsonLine.Of(writer =>
    {
        writer.WriteString("syscall", total.Name.Name);
        writer.WriteString("arch", total.Name.Architecture.Name);
        if (total.Numbers > 0 || total.IsMore)
        {
            writer.WriteNumber("numbers", total.Numbers);
            writer.WriteBoolean("more_numbers", total.IsMore);
        }

        writer.WriteNumber("calls", total.Calls);
        writer.WriteNumber("errors", total.Errors);
        writer.WriteNumber("seconds", (decimal)total.Time.Ticks / TimeSpan.TicksPerSecond);
    });

    /// <summary>The last line, when events were lost.</summary>
    public static string Lost(ulong made, ulong lost, ulong halves) => JsonLine.Of(writer =>
    {
        writer.WriteNumber("made", made);
        writer.WriteNumber("lost", lost);
        writer.WriteNumber("halves", halves);
    });

    private static void WriteWho(Utf8JsonWriter writer, CallEvent at, string? container)
    {
        writer.WriteString("event", at.Kind switch { CallEventKind.Signal => "signal", CallEventKind.End => "end", _ => "call" });
        writer.WriteNumber("time", at.Time / 1_000_000_000m);
        writer.WriteNumber("pid", at.Process);
        writer.WriteNumber("tid", at.Thread);
        writer.WriteNumber("own_pid", at.OwnProcess);
        writer.WriteNumber("own_tid", at.OwnThread);
        if (container is not null)
        {
            writer.WriteString("container", container);
        }
    }
}
