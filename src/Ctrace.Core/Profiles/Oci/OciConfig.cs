using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using Ctrace.Core.Traces;

namespace Ctrace.Core.Profiles.Oci;

/// <summary>
/// The parts of a runtime bundle's config.json that restrict its process (OCI runtime specification, config.md: process;
/// config-linux.md: seccomp). Everything else of the file stays what it means; its text is laid out anew.
/// </summary>
internal static class OciConfig
{
    internal static readonly string[] Sets = ["bounding", "effective", "inheritable", "permitted", "ambient"];

    /// <summary>Puts a trace's restriction into a bundle's configuration.</summary>
    /// <param name="config">The file's text.</param>
    /// <param name="shown">Its name, for messages.</param>
    /// <param name="trace">What was recorded.</param>
    /// <param name="seccomp">The profile, as the specification writes it.</param>
    /// <exception cref="CtraceException">Data: the text is not a bundle's configuration.</exception>
    public static string Patch(string config, string shown, Trace trace, string seccomp) => Patch(config, shown, seccomp, process =>
    {
        process["capabilities"] = Capabilities(trace, process);
        if (ContainerOptions.Of(trace).NoNewPrivileges)
        {
            process["noNewPrivileges"] = true;
        }
    });

    /// <summary>Has a bundle's process watched: its capabilities stay.</summary>
    /// <inheritdoc cref="Patch(string, string, Trace, string)" path="/param" />
    /// <inheritdoc cref="Patch(string, string, Trace, string)" path="/exception" />
    public static string PatchAudit(string config, string shown, string seccomp) => Patch(config, shown, seccomp, _ => { });

    private static string Patch(string config, string shown, string seccomp, Action<JsonObject> restrict)
    {
        ArgumentNullException.ThrowIfNull(config);
        var root = Parse(config, shown);
        OciNames.Check(config, shown);
        if (root is not JsonObject whole || whole["process"] is not JsonObject process)
        {
            throw new CtraceException(FailureKind.Data, $"{shown} has no process: it is not the config.json of a runtime bundle");
        }

        if (whole["linux"] is not (null or JsonObject) || process["capabilities"] is not (null or JsonObject))
        {
            throw new CtraceException(FailureKind.Data, $"{shown}: linux and process.capabilities have to be objects");
        }

        restrict(process);
        whole["linux"] ??= new JsonObject();
        whole["linux"]!["seccomp"] = JsonNode.Parse(seccomp);
        return whole.ToJsonString(LayoutOf(config)) + (config.EndsWith('\n') ? "\n" : "");
    }

    /// <summary>The same parts alone, for a bundle of the superuser's.</summary>
    public static string Write(Trace trace, string seccomp) => Patch("{\n  \"process\": {}\n}\n", "", trace, seccomp);

    internal static JsonNode? Parse(string config, string shown)
    {
        try
        {
            var bytes = Encoding.UTF8.GetBytes(config);
            if (JsonSize.Excess(bytes) is not null)
            {
                throw new CtraceException(FailureKind.Data, $"{shown}: more than {JsonSize.MaxValues} names and values", "is this a runtime bundle's config.json?");
            }

            RequireUnicode(bytes, shown);
            return JsonNode.Parse(config, documentOptions: new JsonDocumentOptions { AllowDuplicateProperties = false });
        }
        catch (JsonException failure)
        {
            // The reason ends with the position, which stands in front here.
            var reason = failure.Message.Split(" Path:")[0].Split(" LineNumber:")[0].TrimEnd('.');
            var place = failure.LineNumber is { } line ? $"{shown}:{line + 1}" : shown;
            throw new CtraceException(FailureKind.Data, $"{place}: not JSON: {reason}", "", failure);
        }
    }

    /// <summary>Half of a surrogate pair is JSON and no text: who reads it later would fail.</summary>
    private static void RequireUnicode(byte[] config, string shown)
    {
        var reader = new Utf8JsonReader(config);
        while (reader.Read())
        {
            if (reader.TokenType is not (JsonTokenType.String or JsonTokenType.PropertyName) || !reader.ValueIsEscaped)
            {
                continue;
            }

            try
            {
                _ = reader.GetString();
            }
            catch (InvalidOperationException failure)
            {
                throw new CtraceException(FailureKind.Data, $"{shown}: a text is not Unicode: it has half of a surrogate pair", "", failure);
            }
        }
    }

    /// <summary>
    /// The superuser's process has what was used in the sets that count for it. Any other's has no more in them than the
    /// bundle gave: an ambient capability that is added would be one that the recorded process did not have.
    /// </summary>
    private static JsonObject Capabilities(Trace trace, JsonObject process)
    {
        var used = UsedCapabilities.WithPrefix(trace).ToList();
        var given = process["capabilities"] as JsonObject ?? [];
        var isSuperuser = (process["user"] as JsonObject)?["uid"] is not JsonValue user || (user.TryGetValue<long>(out var uid) && uid == 0);
        var sets = new JsonObject();
        foreach (var (name, value) in given.Where(set => !Sets.Contains(set.Key)))
        {
            sets[name] = value?.DeepClone();
        }

        foreach (var set in Sets)
        {
            var isUsed = set == "bounding" || (isSuperuser && set is "effective" or "permitted");
            if (isUsed || given.ContainsKey(set))
            {
                sets[set] = new JsonArray([.. used.Where(name => isUsed || Has(given[set], name)).Select(name => (JsonNode)name)]);
            }
        }

        return sets;
    }

    private static bool Has(JsonNode? set, string name) => set is JsonArray names && names.Any(each => each is JsonValue value && value.TryGetValue<string>(out var text) && text == name);

    /// <summary>Indented as the file is: by its first indented line.</summary>
    private static JsonSerializerOptions LayoutOf(string config)
    {
        var start = config.IndexOf('\n', StringComparison.Ordinal) + 1;
        var indent = start == 0 ? "" : config[start..].Split(config[start..].FirstOrDefault(c => c is not (' ' or '\t')))[0];
        return new JsonSerializerOptions
        {
            Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
            WriteIndented = start > 0,
            IndentCharacter = indent.StartsWith('\t') ? '\t' : ' ',
            IndentSize = indent.StartsWith('\t') ? 1 : Math.Clamp(indent.Length, 0, 8),
            NewLine = config.Contains("\r\n", StringComparison.Ordinal) ? "\r\n" : "\n",
        };
    }
}
