using System.Text.Json.Nodes;
using Ctrace.Core.Traces;

namespace Ctrace.Core.Profiles.Oci;

/// <summary>What a bundle gives its process, as far as a patch changes it.</summary>
internal sealed class OciGiven
{
    private OciGiven(JsonObject? config)
    {
        var bounding = Member(Member(config, "process"), "capabilities")?["bounding"] as JsonArray ?? [];
        Capabilities = [.. bounding.Select(Text).OfType<string>().Select(name => name.StartsWith("CAP_", StringComparison.Ordinal) ? name[4..] : name)];
        OpensPorts = Text(Member(Member(config, "linux"), "sysctl")?["net.ipv4.ip_unprivileged_port_start"]) == "0";
        HasFilter = Member(Member(config, "linux"), "seccomp") is not null;
    }

    /// <summary>The capabilities that its process can have, without the prefix.</summary>
    public IReadOnlyList<string> Capabilities { get; }

    /// <summary>Whether it has a seccomp filter.</summary>
    public bool HasFilter { get; }

    /// <summary>Whether its sysctls let anybody bind low ports.</summary>
    public bool OpensPorts { get; }

    /// <summary>Reads a bundle's configuration.</summary>
    /// <exception cref="CtraceException">Data: it is not JSON.</exception>
    public static OciGiven Of(string config, string shown) => new(OciConfig.Parse(config, shown) as JsonObject);

    /// <summary>What a patch takes away or replaces, one line each.</summary>
    public IEnumerable<string> Taken(Trace trace)
    {
        if (Capabilities.Except(UsedCapabilities.Of(trace)).ToList() is { Count: > 0 } lost)
        {
            yield return $"taken away: {string.Join(", ", lost)}, which the bundle has and the recording did not use";
        }

        if (HasFilter)
        {
            yield return "replaced: the bundle's seccomp filter";
        }
    }

    private static JsonObject? Member(JsonObject? of, string name) => of?[name] as JsonObject;

    private static string? Text(JsonNode? node) => node is JsonValue value && value.TryGetValue<string>(out var text) ? text : null;
}
