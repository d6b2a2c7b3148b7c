using System.Text;
using System.Text.Json;

namespace Ctrace.Core.Profiles.Seccomp;

/// <summary>
/// Writes a profile as the JSON of the OCI runtime specification (config-linux.md, seccomp), in the order of Docker's own
/// default profile. The same profile always gives the same text.
/// </summary>
public static class SeccompWriter
{
    private static readonly JsonWriterOptions Options = new() { Indented = true, IndentSize = 2, NewLine = "\n" };

    /// <summary>The text, ending with a line feed.</summary>
    public static string Write(SeccompProfile profile)
    {
        ArgumentNullException.ThrowIfNull(profile);
        using var bytes = new MemoryStream();
        using (var json = new Utf8JsonWriter(bytes, Options))
        {
            json.WriteStartObject();
            json.WriteString("defaultAction", Name(profile.DefaultAction));
            if (profile.DefaultAction == SeccompAction.Errno)
            {
                json.WriteNumber("defaultErrnoRet", profile.DefaultErrnoReturn);
            }

            Write(json, "architectures", profile.Architectures.Select(architecture => architecture.Seccomp));
            json.WriteStartArray("syscalls");
            foreach (var rule in profile.Rules)
            {
                Write(json, rule);
            }

            json.WriteEndArray();
            json.WriteEndObject();
        }

        return Encoding.UTF8.GetString(bytes.GetBuffer().AsSpan(0, (int)bytes.Length)) + "\n";
    }

    private static void Write(Utf8JsonWriter json, SeccompRule rule)
    {
        json.WriteStartObject();
        Write(json, "names", rule.Names);
        json.WriteString("action", Name(rule.Action));
        if (rule.ErrnoReturn is { } errno)
        {
            json.WriteNumber("errnoRet", errno);
        }

        json.WriteEndObject();
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

    private static string Name(SeccompAction action) => action switch
    {
        SeccompAction.Allow => "SCMP_ACT_ALLOW",
        SeccompAction.Errno => "SCMP_ACT_ERRNO",
        _ => throw new ArgumentOutOfRangeException(nameof(action)),
    };
}
