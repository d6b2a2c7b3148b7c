using System.Globalization;
using Ctrace.Core.Traces;

namespace Ctrace.Core.Profiles;

/// <summary>
/// What a container could do only since its engine opened it to all: the kernel then asks for no capability, so that none was recorded.
/// Docker sets net.ipv4.ip_unprivileged_port_start=0 and net.ipv4.ping_group_range="0 2147483647" in a container's own network
/// (moby, daemon/oci_linux.go, WithCommonOptions). Others do not, or not in every version (containerd's CRI since 2.0; Podman lets group 0 ping).
/// </summary>
internal static class EngineDefaults
{
    /// <summary>The capability for ports below net.ipv4.ip_unprivileged_port_start (capabilities(7)).</summary>
    public const string BindService = "net_bind_service";

    /// <summary>Whether it was looked for; if not, nothing is known of it.</summary>
    public static bool AreKnown(Trace trace)
    {
        ArgumentNullException.ThrowIfNull(trace);
        return trace.Values(Fact.Defaults).ToList() is [Fact.DefaultsRecorded];
    }

    /// <summary>Whether a port below 1024 was bound to, and no capability is kept for it.</summary>
    public static bool NeedsBindService(Trace trace)
    {
        ArgumentNullException.ThrowIfNull(trace);
        return trace.Values(Fact.LowPort).Any() && !trace.NeededCapabilities.Contains(BindService);
    }

    /// <summary>The trace with the capability that its ports need where nobody has opened them.</summary>
    public static Trace WithBindService(Trace trace)
    {
        ArgumentNullException.ThrowIfNull(trace);
        return trace with { Capabilities = trace.Capabilities.Add(BindService, 0) };
    }

    /// <summary>What is told of it for a platform, one line each.</summary>
    public static IEnumerable<string> Warnings(Trace trace, Platform platform)
    {
        ArgumentNullException.ThrowIfNull(trace);
        if (NeedsBindService(trace))
        {
            yield return $"it bound {Ports(trace)}{Callers(trace)}: Docker lets anybody, {Where(platform)} asks for NET_BIND_SERVICE, which is added";
            if (platform is Platform.Kubernetes or Platform.Oci && ContainerOptions.Of(trace).User?.Split(':')[0] is not (null or "0" or "root"))
            {
                yield return $"a process of another user than root does not get NET_BIND_SERVICE: set the sysctl net.ipv4.ip_unprivileged_port_start=0 ({Sysctls(platform)})";
            }
        }
        else if (!AreKnown(trace) && !trace.NeededCapabilities.Contains(BindService) && trace.Syscalls.Keys.Any(call => call.Name is "bind" or "socketcall"))
        {
            yield return $"whether it bound ports below 1024 is not known of a recording of this age: {Where(platform)} asks for NET_BIND_SERVICE then";
        }

        if (trace.Values(Fact.PingSocket).Any())
        {
            yield return $"it opened an ICMP socket, which Docker lets anybody and NET_RAW does not help with: the sysctl net.ipv4.ping_group_range has to have its group ({Sysctls(platform)})";
        }
    }

    private static string Where(Platform platform) => platform switch
    {
        Platform.Kubernetes => "a node",
        Platform.Podman => "Podman",
        Platform.Systemd => "a host",
        Platform.Oci => "a bundle",
        _ => "the host's network",
    };

    private static string Sysctls(Platform platform) => platform switch
    {
        Platform.Kubernetes => "sysctls in the pod's securityContext",
        Platform.Podman => "podman run --sysctl",
        Platform.Oci => "linux.sysctl in config.json",
        _ => "sysctl.d(5) on the host",
    };

    private static string Ports(Trace trace)
    {
        const int Shown = 8;
        var ports = trace.Values(Fact.LowPort).OrderBy(port => port.Split(' ')[0], StringComparer.Ordinal)
            .ThenBy(port => int.TryParse(port.Split(' ')[^1], NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : 0).ToList();
        return string.Join(", ", ports.Take(Shown)) + (ports.Count > Shown ? $" and {ports.Count - Shown} more ports" : "");
    }

    /// <summary>Who called bind: not of one port, but of few programs as a rule.</summary>
    private static string Callers(Trace trace)
    {
        var callers = trace.SyscallCallers.Select(entry => entry.Key).Where(use => use.Name.Name is "bind" or "socketcall" && use.Caller.Path.Length > 0)
            .Select(use => use.Caller.Path).Distinct().Order(StringComparer.Ordinal).ToList();
        return callers.Count is > 0 and <= 4 ? $" ({string.Join(", ", callers)})" : "";
    }
}
