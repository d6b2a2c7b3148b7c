using System.Globalization;
using Ctrace.Core.Traces;
using Ctrace.Core.Yaml;

namespace Ctrace.Core.Profiles.Compose;

/// <summary>What a Compose file's author gave a service, as far as a patch changes it.</summary>
internal sealed class ComposeGiven
{
    private readonly bool _hasProfile;

    private ComposeGiven(YamlNode service)
    {
        Capabilities = [.. (service[ComposeOptions.CapabilitiesAdded]?.Items ?? []).Select(item => Plain(item.Text)).Where(name => name.Length > 0)];
        IsInHostNetwork = service["network_mode"] is { Text: "host" };
        _hasProfile = (service[ComposeOptions.Security]?.Items ?? []).Any(option => option.Text.Split('=', ':')[0] == "seccomp");
    }

    /// <summary>Capabilities that it adds, without the prefix, upper case.</summary>
    public IReadOnlyList<string> Capabilities { get; }

    /// <summary>Whether it has the host's network, whose sysctls are the host's.</summary>
    public bool IsInHostNetwork { get; }

    /// <summary>Reads a service.</summary>
    /// <exception cref="CtraceException">As <c>ComposeFile.Patch</c>.</exception>
    public static ComposeGiven Of(string text, string shown, string service)
    {
        ArgumentNullException.ThrowIfNull(service);
        return YamlReader.Read(text, shown) is [{ Kind: YamlKind.Mapping } root] && root["services"] is { Kind: YamlKind.Mapping } services
            ? new ComposeGiven(ComposeFile.Find(services, shown, service))
            : throw new CtraceException(FailureKind.Data, $"{shown} is no Compose file: it has no services");
    }

    /// <summary>What a patch takes away or replaces, one line each.</summary>
    public IEnumerable<string> Taken(Trace trace)
    {
        if (Capabilities.Except(UsedCapabilities.Of(trace)).ToList() is { Count: > 0 } lost)
        {
            yield return $"taken away: {string.Join(", ", lost)}, which the service adds and the recording did not use";
        }

        if (_hasProfile)
        {
            yield return "replaced: the service's seccomp profile";
        }
    }

    private static string Plain(string capability)
    {
        var upper = capability.ToUpper(CultureInfo.InvariantCulture);
        return upper.StartsWith("CAP_", StringComparison.Ordinal) ? upper[4..] : upper;
    }
}
