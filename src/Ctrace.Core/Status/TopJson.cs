using System.Text.Json;

namespace Ctrace.Core.Status;

/// <summary>What <c>ctrace top --json</c> prints; docs/man/ctrace-top.1 documents the members.</summary>
internal static class TopJson
{
    /// <summary>One look at all containers.</summary>
    /// <param name="json">Takes it.</param>
    /// <param name="rows">In their order.</param>
    /// <param name="daemon">Whether a daemon told it; else a probe of ctrace top's own.</param>
    /// <param name="notes">What is not in it, for people.</param>
    public static void Write(Utf8JsonWriter json, IReadOnlyList<TopRow> rows, bool daemon, IReadOnlyList<string> notes)
    {
        ArgumentNullException.ThrowIfNull(json);
        ArgumentNullException.ThrowIfNull(rows);
        ArgumentNullException.ThrowIfNull(notes);
        json.WriteStartObject();
        json.WriteString("source", daemon ? "daemon" : "probe");
        json.WriteNumber("recent_seconds", ContainerActivity.RecentSeconds);
        json.WriteStartArray("containers");
        foreach (var row in rows)
        {
            Write(json, row);
        }

        json.WriteEndArray();
        WriteTexts(json, "notes", notes);
        json.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter json, TopRow row)
    {
        json.WriteStartObject();
        json.WriteString("name", Printable.Escape(row.Name));
        json.WriteString("id", row.Id);
        json.WriteBoolean("recorded", row.Reason.Length == 0);
        if (row.Reason.Length > 0)
        {
            json.WriteString("reason", Printable.Escape(row.Reason));
        }
        else
        {
            json.WriteNumber("calls", row.Calls);
        }

        if (row is { Reason.Length: 0, Activity: { } activity })
        {
            Write(json, activity);
        }

        json.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter json, ContainerActivity activity)
    {
        if (activity.CallsPerSecond is { } rate)
        {
            json.WriteNumber("calls_per_second", Math.Round(rate, 1));
        }
        else
        {
            json.WriteNull("calls_per_second");
        }

        json.WriteBoolean("denied_calls_recorded", activity.HasDeniedCalls);
        json.WriteStartArray("denied");
        foreach (var denial in activity.Denied)
        {
            json.WriteStartObject();
            json.WriteString(denial.Errno is null ? "capability" : "syscall", denial.Name);
            if (denial.Errno is { } errno)
            {
                json.WriteString("errno", errno);
            }

            json.WriteNumber("count", denial.Count);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        WriteTexts(json, "dangerous", activity.Dangerous);
        json.WriteBoolean("programs_counted", activity.HasPrograms);
        json.WriteString("program", activity.Program is { } program ? Printable.Escape(program) : null);
        json.WriteNumber("program_share", Math.Round(activity.ProgramShare, 3));
    }

    private static void WriteTexts(Utf8JsonWriter json, string name, IReadOnlyList<string> texts)
    {
        json.WriteStartArray(name);
        foreach (var text in texts)
        {
            json.WriteStringValue(Printable.Escape(text));
        }

        json.WriteEndArray();
    }
}
