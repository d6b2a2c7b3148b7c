using System.Globalization;
using Ctrace.Core.Traces;
using Ctrace.Core.Yaml;

namespace Ctrace.Core.Profiles.Kubernetes;

/// <summary>What a manifest's author gave a container, as far as a patch changes it, or a recording cannot know it.</summary>
internal sealed class ManifestGiven
{
    private readonly YamlNode? _container;
    private readonly YamlNode? _pod;
    private readonly PodAnnotations _annotations;
    private readonly Version _target;
    private readonly string? _replaced;

    private ManifestGiven(YamlNode container, YamlNode pod, PodAnnotations annotations, Version target)
    {
        (_container, _pod, _annotations, _target) = (container[SecurityContext.Key], pod[SecurityContext.Key], annotations, target);
        _replaced = annotations.Replaced(container["name"]?.Text ?? "");
        SeccompType = (_container?["seccompProfile"] ?? _pod?["seccompProfile"])?["type"]?.Text ?? annotations.SeccompType(container["name"]?.Text ?? "");
        Capabilities = [.. (_container?["capabilities"]?["add"]?.Items ?? []).Select(item => Plain(item.Text)).Where(name => name.Length > 0)];
    }

    /// <summary>Capabilities that it adds, without the prefix, upper case.</summary>
    public IReadOnlyList<string> Capabilities { get; }

    /// <summary>Whether the pod's own sysctls let anybody bind low ports.</summary>
    public bool OpensPorts => (_pod?["sysctls"]?.Items ?? []).Any(item => item["name"]?.Text == "net.ipv4.ip_unprivileged_port_start" && item["value"]?.Text == "0");

    /// <summary>The type of the seccomp profile that the container has by itself or from its pod: <c>RuntimeDefault</c>; null for none.</summary>
    public string? SeccompType { get; }

    /// <summary>Reads a manifest.</summary>
    /// <exception cref="CtraceException">As <c>Manifest.Patch</c>.</exception>
    public static ManifestGiven Of(string text, string shown, string? workload, string? container, Version? target = null)
    {
        var (owner, found, _) = Manifest.Find(text, shown, workload, container);
        var oldest = target ?? Manifest.Newest;
        return new ManifestGiven(found, owner.Path[^1], new PodAnnotations(owner, oldest, shown), oldest);
    }

    /// <summary>What a patch takes away or replaces, and what the recording does not fit, one line each.</summary>
    public IEnumerable<string> Taken(Trace trace)
    {
        if (Capabilities.Except(UsedCapabilities.Of(trace)).ToList() is { Count: > 0 } lost)
        {
            yield return $"taken away: {string.Join(", ", lost)}, which the manifest adds and the recording did not use";
        }

        if (_container?["allowPrivilegeEscalation"] is { Text: "true" } && ContainerOptions.Of(trace).NoNewPrivileges)
        {
            yield return "replaced: allowPrivilegeEscalation is false now, as it was recorded";
        }

        if (_container?["seccompProfile"]?["type"]?.Text is { Length: > 0 } type)
        {
            yield return $"replaced: the seccompProfile {type}{(_container["seccompProfile"]?["localhostProfile"]?.Text is { Length: > 0 } path ? $" {path}" : "")}";
        }

        foreach (var line in Annotations())
        {
            yield return line;
        }

        if (User() is { } user && IsRoot(ContainerOptions.Of(trace).User) && !trace.Values(Fact.User).Any(value => value is "" or Fact.Any))
        {
            yield return $"the recording ran as root, the container as another user ({user}): what it needs then is not known; record it with --user";
        }
    }

    /// <summary>What becomes of old annotations, one line each.</summary>
    public IEnumerable<string> Annotations() => _annotations.Turned
        .Select(annotation => annotation == _replaced
            ? $"replaced: the annotation {annotation}, by the new profile"
            : $"turned into the field that it stands for: the annotation {annotation}, for Kubernetes {_target} and newer")
        .Concat(_annotations.Staying.Select(annotation => $"stays: the annotation {annotation}, since Kubernetes {_target} has no field for it (--kubernetes-version)"));

    private string? User()
    {
        var user = (_container?["runAsUser"] ?? _pod?["runAsUser"])?.Text;
        return user is not null && user != "0" ? $"runAsUser: {user}"
            : user is null && (_container?["runAsNonRoot"] ?? _pod?["runAsNonRoot"])?.Text == "true" ? "runAsNonRoot" : null;
    }

    private static bool IsRoot(string? user) => user?.Split(':')[0] is null or "0" or "root";

    private static string Plain(string capability)
    {
        var upper = capability.ToUpper(CultureInfo.InvariantCulture);
        return upper.StartsWith("CAP_", StringComparison.Ordinal) ? upper[4..] : upper;
    }
}
