using System.Text;
using System.Text.Json;
using Ctrace.Core.Json;

namespace Ctrace.Core.Profiles.Oci;

/// <summary>
/// The names on the way to what is patched, as runc reads them: Go takes <c>Process</c> for <c>process</c>, and of both what comes last.
/// Others (crun) read one of them alone. A configuration that could mean two things is refused.
/// </summary>
internal static class OciNames
{
    // Path of an object -> its members that are read or written here.
    private static readonly Dictionary<string, string[]> Members = new(StringComparer.Ordinal)
    {
        [""] = ["process", "linux"],
        ["/process"] = ["user", "capabilities", "noNewPrivileges"],
        ["/process/user"] = ["uid"],
        ["/process/capabilities"] = OciConfig.Sets,
        ["/linux"] = ["seccomp"],
    };

    /// <param name="config">JSON.</param>
    /// <param name="shown">Its name, for messages.</param>
    /// <exception cref="CtraceException">Data: a name is spelled otherwise, or is there twice.</exception>
    public static void Check(string config, string shown)
    {
        var bytes = Encoding.UTF8.GetBytes(config);
        var reader = new Utf8JsonReader(bytes, new JsonReaderOptions { MaxDepth = 64 });
        if (reader.Read() && reader.TokenType == JsonTokenType.StartObject)
        {
            Object(ref reader, "", bytes, shown);
        }
    }

    private static void Object(ref Utf8JsonReader reader, string path, byte[] bytes, string shown)
    {
        var seen = new HashSet<string>(GoNames.Comparer);
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var name = reader.GetString()!;
            var line = bytes.AsSpan(0, (int)reader.TokenStartIndex).Count((byte)'\n') + 1;
            if (Members[path].FirstOrDefault(member => GoNames.Comparer.Equals(member, name)) is { } known && known != name)
            {
                throw new CtraceException(FailureKind.Data, $"{shown}:{line}: runtimes in Go take '{name}' for '{known}', others do not", $"write '{known}'");
            }

            if (!seen.Add(name))
            {
                throw new CtraceException(FailureKind.Data, $"{shown}:{line}: runtimes in Go take '{name}' for a name that is there already", "keep one");
            }

            reader.Read();
            if (reader.TokenType == JsonTokenType.StartObject && Members.ContainsKey($"{path}/{name}"))
            {
                Object(ref reader, $"{path}/{name}", bytes, shown);
            }
            else
            {
                reader.Skip();
            }
        }
    }
}
