using Ctrace.Core.Linux;

namespace Ctrace.Core.Profiles.Seccomp;

/// <summary>What the rules of an engine's profile can depend on (moby/profiles, seccomp/seccomp_linux.go: includes and excludes).</summary>
/// <param name="Native">The machine's architecture.</param>
/// <param name="Kernel">The kernel's version; only major and minor count.</param>
/// <param name="Capabilities">The container's capabilities, by name, lower case.</param>
public sealed record Circumstances(Architecture Native, Version Kernel, IReadOnlySet<string> Capabilities)
{
    /// <summary>What Docker gives a container that asks for nothing (moby, daemon/pkg/oci/caps/defaults.go, DefaultCapabilities).</summary>
    public static IReadOnlySet<string> DockerCapabilities { get; } = new HashSet<string>(StringComparer.Ordinal)
    {
        "chown", "dac_override", "fsetid", "fowner", "mknod", "net_raw", "setgid", "setuid", "setfcap", "setpcap", "net_bind_service", "sys_chroot",
        "kill", "audit_write",
    };

    /// <summary>As Go calls the architecture, which profiles do too (moby/profiles, seccomp/seccomp_linux.go, goToNative).</summary>
    public string GoArchitecture => Native.Name switch
    {
        "x86_64" => "amd64",
        "i386" => "x86",
        "aarch64" => "arm64",
        var name => name,
    };
}
