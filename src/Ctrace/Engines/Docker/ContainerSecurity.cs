using System.Text.Json;

namespace Ctrace.Engines.Docker;

/// <summary>The options that a container was created with and that decide what it may ask of the kernel. Untrusted text.</summary>
internal sealed class ContainerSecurity
{
    /// <summary>--privileged: no seccomp filter, all capabilities.</summary>
    public required bool Privileged { get; init; }

    /// <summary>--cap-add as the engine keeps it: CAP_NET_ADMIN, or NET_ADMIN before 20.10, or ALL.</summary>
    public required IReadOnlyList<string> CapAdd { get; init; }

    /// <summary>--cap-drop, spelt like <see cref="CapAdd"/>.</summary>
    public required IReadOnlyList<string> CapDrop { get; init; }

    /// <summary>--security-opt; a seccomp profile is there as its whole JSON text, not as the path that the user gave.</summary>
    public required IReadOnlyList<string> SecurityOpt { get; init; }

    /// <summary>--cgroup-parent, or empty.</summary>
    public required string CgroupParent { get; init; }

    /// <summary>default, bridge, host, none, container:ID or a network's name.</summary>
    public required string NetworkMode { get; init; }

    /// <summary>--pid: empty, host or container:ID.</summary>
    public required string PidMode { get; init; }

    /// <summary>The runtime's name: runc.</summary>
    public required string Runtime { get; init; }

    /// <summary>--read-only.</summary>
    public required bool ReadonlyRootfs { get; init; }

    /// <summary>--userns: empty, or host to leave the engine's remapping.</summary>
    public required string UsernsMode { get; init; }

    /// <summary>The AppArmor profile that it runs under, or empty.</summary>
    public required string AppArmorProfile { get; init; }

    /// <summary>
    /// --security-opt no-new-privileges. An engine may also set it for all: <see cref="EngineVersion.HasSecurityOption"/>.
    /// </summary>
    public bool NoNewPrivileges => Option("no-new-privileges") is "" or "true" or "1" or "t" or "T" or "TRUE" or "True";

    /// <summary>Its seccomp profile's text; null for the engine's default profile, and where there is none.</summary>
    public string? SeccompProfile => !SeccompUnconfined && Option("seccomp") is { } profile and not ("builtin" or "") ? profile : null;

    /// <summary>Whether it runs without a seccomp filter because its creator asked for that.</summary>
    public bool SeccompUnconfined => Privileged ? Option("seccomp") is null or "unconfined" : Option("seccomp") == "unconfined";

    private string? Option(string name) => LastOption(SecurityOpt, name);

    /// <summary>
    /// The last value of a security option, empty when it has none, null when it is not there. Both NAME=VALUE and the older
    /// NAME:VALUE are accepted: moby daemon/daemon_unix.go, parseSecurityOpt.
    /// </summary>
    internal static string? LastOption(IEnumerable<string> options, string name)
    {
        string? value = null;
        foreach (var option in options)
        {
            var equals = option.IndexOf('=', StringComparison.Ordinal);
            var end = equals >= 0 ? equals : option.IndexOf(':', StringComparison.Ordinal);
            if (string.Equals(end < 0 ? option : option[..end], name, StringComparison.Ordinal))
            {
                value = end < 0 ? "" : option[(end + 1)..];
            }
        }

        return value;
    }

    /// <exception cref="JsonException">The engine's answer is not of this shape.</exception>
    internal static ContainerSecurity Read(JsonElement container)
    {
        var host = container.Child("HostConfig");
        return new ContainerSecurity
        {
            Privileged = host.Flag("Privileged"),
            CapAdd = host.Texts("CapAdd"),
            CapDrop = host.Texts("CapDrop"),
            SecurityOpt = host.Texts("SecurityOpt"),
            CgroupParent = host.Text("CgroupParent"),
            NetworkMode = host.Text("NetworkMode"),
            PidMode = host.Text("PidMode"),
            Runtime = host.Text("Runtime"),
            ReadonlyRootfs = host.Flag("ReadonlyRootfs"),
            UsernsMode = host.Text("UsernsMode"),
            AppArmorProfile = container.Text("AppArmorProfile"),
        };
    }
}
