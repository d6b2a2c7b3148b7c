using System.Text.Json;
using Ctrace.Core.Traces;

namespace Ctrace.Core.Checks;

/// <summary>The four tables as one JSON object; docs/man/ctrace-check.1 documents the members.</summary>
internal static class CheckJson
{
    /// <summary>All of it.</summary>
    public static byte[] Write(CheckResult result)
    {
        ArgumentNullException.ThrowIfNull(result);
        return JsonStyle.Bytes(writer =>
        {
            writer.WriteStartObject();
            writer.WriteBoolean("passed", result.Passed);
            writer.WriteNumber("lost", result.Lost);
            Array(writer, result.CapabilitiesForbidden ? "forbidden_capabilities" : "capabilities", result.Capabilities, use =>
            {
                Exe(writer, use.Exe);
                writer.WriteString("capability", use.Capability);
                Counts(writer, use.Granted, use.Denied);
            });
            Array(writer, "needs", result.Needs, need =>
            {
                Call(writer, need.Exe, need.Syscall);
                writer.WriteString("capability", need.Capability);
                Counts(writer, need.Granted, need.Denied);
            });
            Array(writer, "forbidden_syscalls", result.Forbidden, call =>
            {
                Call(writer, call.Exe, call.Syscall);
                writer.WriteNumber("count", call.Count);
            });
            Array(writer, "failures", result.Failures, call =>
            {
                Call(writer, call.Exe, call.Syscall);
                writer.WriteString("errno", CheckText.Error(call.Error));
                writer.WriteNumber("count", call.Count);
            });
            writer.WriteEndObject();
        });
    }

    private static void Exe(Utf8JsonWriter writer, Executable exe)
    {
        if (exe.Container is { } container)
        {
            writer.WriteString("container", container);
        }

        writer.WriteString("exe", Printable.Escape(exe.Path));
    }

    private static void Call(Utf8JsonWriter writer, Executable exe, SyscallName? call)
    {
        Exe(writer, exe);
        writer.WriteString("syscall", call?.Name);
        writer.WriteString("arch", call?.Architecture.Name);
    }

    private static void Counts(Utf8JsonWriter writer, ulong granted, ulong denied)
    {
        writer.WriteNumber("granted", granted);
        writer.WriteNumber("denied", denied);
    }

    private static void Array<T>(Utf8JsonWriter writer, string name, IEnumerable<T> items, Action<T> members)
    {
        writer.WriteStartArray(name);
        foreach (var item in items)
        {
            writer.WriteStartObject();
            members(item);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
    }
}
