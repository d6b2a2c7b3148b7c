using System.Collections.Immutable;
using System.Text.Json;
using Ctrace.Core;
using Ctrace.Core.Seccomp.Filters;

namespace Ctrace.Inspections;

/// <summary>An inspection for programs; docs/man/ctrace-inspect.1 documents the members.</summary>
internal static class InspectionJson
{
    /// <summary>All of it.</summary>
    /// <param name="inspection">What was found.</param>
    /// <param name="disassemble">Whether the filters' instructions are there.</param>
    public static string Write(Inspection inspection, bool disassemble)
    {
        var (security, filters, calls) = inspection;
        return JsonStyle.Text(writer =>
        {
            writer.WriteStartObject();
            writer.WriteNumber("pid", security.Process);
            writer.WriteString("name", Printable.Escape(security.Name));
            writer.WriteString("seccomp", security.SeccompMode switch { 0 => "none", 1 => "strict", _ => "filter" });
            writer.WriteNumber("differing_threads", security.DifferingThreads);
            writer.WriteBoolean("no_new_privs", security.NoNewPrivileges);
            writer.WriteString("apparmor", Escaped(security.AppArmor));
            writer.WriteString("selinux", Escaped(security.Selinux));
            writer.WriteStartObject("user_namespace");
            writer.WriteBoolean("shared", security.SharesUserNamespace);
            Map(writer, "uid_map", security.UserIds);
            Map(writer, "gid_map", security.GroupIds);
            writer.WriteEndObject();
            writer.WriteStartObject("capabilities");
            foreach (var (set, names) in security.Capabilities)
            {
                Texts(writer, set, names);
            }

            writer.WriteEndObject();
            writer.WriteStartArray("filters");
            foreach (var filter in filters)
            {
                writer.WriteStartObject();
                writer.WriteNumber("instructions", filter.Instructions.Length);
                if (disassemble)
                {
                    Texts(writer, "disassembly", Disassembly.Write(filter).Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries));
                }

                writer.WriteEndObject();
            }

            writer.WriteEndArray();
            writer.WriteStartArray("calls");
            foreach (var call in calls.SelectMany(entry => entry.Verdicts))
            {
                Call(writer, call);
            }

            writer.WriteEndArray();
            writer.WriteEndObject();
        });
    }

    private static void Call(Utf8JsonWriter writer, EvaluatedCall call)
    {
        writer.WriteStartObject();
        writer.WriteString("arch", call.Architecture.Name);
        writer.WriteNumber("number", call.Number);
        writer.WriteString("name", call.Name);
        VerdictJson.Write(writer, call.Verdict);
        writer.WriteEndObject();
    }

    private static string? Escaped(string? text) => text is null ? null : Printable.Escape(text);

    private static void Texts(Utf8JsonWriter writer, string name, IEnumerable<string> texts)
    {
        writer.WriteStartArray(name);
        foreach (var text in texts)
        {
            writer.WriteStringValue(text);
        }

        writer.WriteEndArray();
    }

    private static void Map(Utf8JsonWriter writer, string name, ImmutableArray<(uint Inside, uint Outside, uint Count)> map)
    {
        writer.WriteStartArray(name);
        foreach (var (inside, outside, count) in map)
        {
            writer.WriteStartObject();
            writer.WriteNumber("inside", inside);
            writer.WriteNumber("outside", outside);
            writer.WriteNumber("count", count);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
    }
}
