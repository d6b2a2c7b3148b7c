using System.Text.Json;

namespace Ctrace.Engines.Docker;

/// <summary>What an engine is and how it is set up: <c>/version</c> and <c>/info</c>.</summary>
internal sealed class EngineVersion
{
    /// <summary>The engine's own version: 20.10.24+dfsg1.</summary>
    public required string Version { get; init; }

    /// <summary>The newest API version that it speaks: 1.41.</summary>
    public required string ApiVersion { get; init; }

    /// <summary>Versions by component as the engine names them (Engine, containerd, runc, docker-init).</summary>
    public required IReadOnlyDictionary<string, string> Components { get; init; }

    /// <summary>The kernel's release as the engine sees it.</summary>
    public required string Kernel { get; init; }

    /// <summary>cgroupfs, systemd or none.</summary>
    public required string CgroupDriver { get; init; }

    /// <summary>1 or 2 (a hybrid hierarchy is 1); 0 when the engine does not say (before 20.10).</summary>
    public required int CgroupVersion { get; init; }

    /// <summary>The name of the runtime that containers get unless they ask for another: runc.</summary>
    public required string DefaultRuntime { get; init; }

    /// <summary>As the engine lists them: <c>name=seccomp,profile=default</c>, <c>name=apparmor</c>, <c>name=rootless</c>, ...</summary>
    public required IReadOnlyList<string> SecurityOptions { get; init; }

    /// <summary>runc's version, or empty when the engine does not say.</summary>
    public string Runc => Components.GetValueOrDefault("runc", "");

    /// <summary>containerd's version, or empty when the engine does not say.</summary>
    public string Containerd => Components.GetValueOrDefault("containerd", "");

    /// <summary>Whether a security option of this name (seccomp, apparmor, selinux, userns, rootless, no-new-privileges) is on.</summary>
    public bool HasSecurityOption(string name)
        => SecurityOptions.Any(option => option == $"name={name}" || option.StartsWith($"name={name},", StringComparison.Ordinal));

    /// <exception cref="JsonException">The engine's answers are not of this shape.</exception>
    internal static EngineVersion Read(JsonElement version, JsonElement info)
    {
        var components = new SortedDictionary<string, string>(StringComparer.Ordinal);
        foreach (var component in version.Items("Components"))
        {
            components[component.Text("Name")] = component.Text("Version");
        }

        return new EngineVersion
        {
            Version = version.Text("Version"),
            ApiVersion = version.Text("ApiVersion"),
            Components = components,
            Kernel = version.Text("KernelVersion"),
            CgroupDriver = info.Text("CgroupDriver"),
            CgroupVersion = int.TryParse(info.Text("CgroupVersion"), out var cgroups) ? cgroups : 0,
            DefaultRuntime = info.Text("DefaultRuntime"),
            SecurityOptions = info.Texts("SecurityOptions"),
        };
    }
}
