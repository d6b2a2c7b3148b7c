using System.Text;
using System.Text.Json;
using Ctrace.Core.Json;

namespace Ctrace.Core.Seccomp.Profiles;

/// <summary>
/// Writes a profile as the JSON of the OCI runtime specification (config-linux.md, seccomp), in the order of Docker's own
/// default profile. The same profile always gives the same text, and reading it gives the same profile.
/// </summary>
public static class SeccompWriter
{
    /// <summary>The text, ending with a line feed.</summary>
    public static string Write(SeccompProfile profile)
    {
        ArgumentNullException.ThrowIfNull(profile);
        using var bytes = new MemoryStream();
        using (var json = new Utf8JsonWriter(bytes, JsonStyle.Indented))
        {
            json.WriteStartObject();
            json.WriteString("defaultAction", ActionName.Of(profile.DefaultAction));
            Write(json, profile.DefaultErrno, "defaultErrnoRet", "defaultErrno");
            Write(json, profile.ArchitectureMap);
            WriteAny(json, "architectures", profile.Architectures);
            WriteAny(json, "flags", profile.Flags);
            WriteAny(json, "listenerPath", profile.ListenerPath);
            WriteAny(json, "listenerMetadata", profile.ListenerMetadata);
            json.WriteStartArray("syscalls");
            foreach (var rule in profile.Rules)
            {
                Write(json, rule);
            }

            json.WriteEndArray();
            Write(json, profile.Unknown);
            json.WriteEndObject();
        }

        return Encoding.UTF8.GetString(bytes.GetBuffer().AsSpan(0, (int)bytes.Length)) + "\n";
    }

    private static void Write(Utf8JsonWriter json, IReadOnlyCollection<ArchitectureGroup> groups)
    {
        if (groups.Count == 0)
        {
            return;
        }

        json.WriteStartArray("archMap");
        foreach (var group in groups)
        {
            json.WriteStartObject();
            json.WriteString("architecture", group.Native);
            Write(json, "subArchitectures", group.Others);
            Write(json, group.Unknown);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private static void Write(Utf8JsonWriter json, SeccompRule rule)
    {
        json.WriteStartObject();
        Write(json, "names", rule.Names);
        json.WriteString("action", ActionName.Of(rule.Action));
        Write(json, rule.Errno, "errnoRet", "errno");
        if (!rule.Arguments.IsEmpty)
        {
            json.WriteStartArray("args");
            foreach (var argument in rule.Arguments)
            {
                Write(json, argument);
            }

            json.WriteEndArray();
        }

        WriteAny(json, "comment", rule.Comment);
        Write(json, "includes", rule.Includes);
        Write(json, "excludes", rule.Excludes);
        Write(json, rule.Unknown);
        json.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter json, SeccompArgument argument)
    {
        json.WriteStartObject();
        json.WriteNumber("index", argument.Index);
        json.WriteNumber("value", argument.Value);
        if (argument.ValueTwo != 0 || argument.Operator == SeccompOperator.MaskedEqual)
        {
            json.WriteNumber("valueTwo", argument.ValueTwo);
        }

        json.WriteString("op", argument.OperatorName);
        json.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter json, string name, RuleScope scope)
    {
        if (scope.IsEmpty)
        {
            return;
        }

        json.WriteStartObject(name);
        WriteAny(json, "caps", scope.Capabilities);
        WriteAny(json, "arches", scope.Architectures);
        WriteAny(json, "minKernel", scope.Kernel?.ToString(2));
        Write(json, scope.Unknown);
        json.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter json, SeccompErrno errno, string numberName, string nameName)
    {
        if (errno.Number is { } number)
        {
            json.WriteNumber(numberName, number);
        }

        WriteAny(json, nameName, errno.Name);
    }

    private static void Write(Utf8JsonWriter json, IEnumerable<UnknownField> fields)
    {
        foreach (var field in fields)
        {
            json.WritePropertyName(field.Name);
            using var value = JsonDocument.Parse(field.Json);
            value.RootElement.WriteTo(json);
        }
    }

    private static void WriteAny(Utf8JsonWriter json, string name, string? text)
    {
        if (text is not null)
        {
            json.WriteString(name, text);
        }
    }

    private static void WriteAny(Utf8JsonWriter json, string name, IReadOnlyCollection<string> values)
    {
        if (values.Count > 0)
        {
            Write(json, name, values);
        }
    }

    private static void Write(Utf8JsonWriter json, string name, IEnumerable<string> values)
    {
        json.WriteStartArray(name);
        foreach (var value in values)
        {
            json.WriteStringValue(value);
        }

        json.WriteEndArray();
    }
}
