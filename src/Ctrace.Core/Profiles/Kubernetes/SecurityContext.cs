using Ctrace.Core.Traces;
using Ctrace.Core.Yaml;

namespace Ctrace.Core.Profiles.Kubernetes;

/// <summary>What restricts a container, or a pod, to what a trace has (Kubernetes API, core/v1, SecurityContext and PodSecurityContext).</summary>
internal static class SecurityContext
{
    internal const string Key = "securityContext";

    private const string SysAdmin = "sys_admin";

    /// <summary>
    /// The trace as Kubernetes can restrict a container to it: with CAP_SYS_ADMIN privilege escalation is always allowed
    /// (concepts, "Configure a Security Context"), so that the runtime loads the filter early and needs more of it.
    /// </summary>
    public static Trace Possible(Trace trace)
    {
        ArgumentNullException.ThrowIfNull(trace);
        return trace.NeededCapabilities.Contains(SysAdmin)
            ? trace with { Facts = trace.Facts.Without(Fact.NoNewPrivileges) }
            : trace;
    }

    /// <summary>The lines for a container.</summary>
    /// <param name="trace">What was recorded, as <see cref="Possible"/> gives it.</param>
    /// <param name="profile">The profile's path below the kubelet's seccomp directory.</param>
    public static string WriteContainer(Trace trace, string profile) => YamlWriter.Write(YamlValue.Map([(Key, OfContainer(trace, profile))]));

    /// <summary>The lines for a pod all of whose containers were recorded. Capabilities are the containers' own.</summary>
    public static string WritePod(string profile) => YamlWriter.Write(YamlValue.Map([(Key, YamlValue.Map([Seccomp(profile)]))]));

    /// <summary>Whether a path can name a profile: relative, and not leading out (core validation, validateSeccompProfileField).</summary>
    public static bool IsProfilePath(string path)
    {
        ArgumentNullException.ThrowIfNull(path);
        return path.Length > 0 && path[0] != '/' && !path.Split('/').Contains("..");
    }

    internal static YamlValue OfContainer(Trace trace, string profile)
    {
        var used = YamlValue.List(UsedCapabilities.Of(trace));
        return YamlValue.Map(
        [
            .. ContainerOptions.Of(trace).NoNewPrivileges ? [("allowPrivilegeEscalation", YamlValue.Word("false"))] : Array.Empty<(string, YamlValue)>(),
            ("capabilities", YamlValue.Map([("drop", YamlValue.List(["ALL"])), .. used.Items.IsEmpty ? [] : new[] { ("add", used) }])),
            Seccomp(profile),
        ]);
    }

    /// <summary>The same for a container that may have some of it: a list that is to be empty has to be said.</summary>
    internal static YamlValue Patch(Trace trace, string profile) => YamlValue.Map(OfContainer(trace, profile).Entries.Select(entry => entry.Key == "capabilities"
        ? (entry.Key, YamlValue.Map([("drop", YamlValue.List(["ALL"])), ("add", YamlValue.List(UsedCapabilities.Of(trace)))]))
        : entry));

    /// <summary>What has a container watched: its capabilities stay.</summary>
    internal static YamlValue Audit(string profile) => YamlValue.Map([Seccomp(profile)]);

    private static (string Key, YamlValue Value) Seccomp(string profile) =>
        ("seccompProfile", YamlValue.Map([("type", YamlValue.Of("Localhost")), ("localhostProfile", YamlValue.Of(profile))]));
}
