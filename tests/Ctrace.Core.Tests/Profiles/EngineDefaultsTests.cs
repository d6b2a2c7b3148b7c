using Ctrace.Core.Profiles;
using Ctrace.Core.Profiles.Compose;
using Ctrace.Core.Profiles.Kubernetes;
using Ctrace.Core.Profiles.Oci;
using Ctrace.Core.Tests.Traces;
using Ctrace.Core.Traces;
using Xunit;

namespace Ctrace.Core.Tests.Profiles;

public sealed class EngineDefaultsTests
{
    private static readonly Trace Looked = TraceExamples.Of("bind", "read").With(Fact.Defaults, Fact.DefaultsRecorded);

    [Fact]
    public void WhereNothingWasOpenedNothingIsSaid() => Assert.Empty(Enum.GetValues<Platform>().SelectMany(platform => EngineDefaults.Warnings(Looked, platform)));

    [Fact]
    public void ALowPortNeedsTheCapability()
    {
        var trace = Looked.With(Fact.LowPort, "udp 53").With(Fact.LowPort, "tcp 443").With(Fact.LowPort, "tcp 80");
        Assert.True(EngineDefaults.NeedsBindService(trace));
        Assert.Equal("it bound tcp 80, tcp 443, udp 53: Docker lets anybody, a node asks for NET_BIND_SERVICE, which is added", Assert.Single(EngineDefaults.Warnings(trace, Platform.Kubernetes)));
        Assert.Equal(["NET_BIND_SERVICE"], UsedCapabilities.Of(EngineDefaults.WithBindService(trace)));
        Assert.False(EngineDefaults.NeedsBindService(trace.WithCapabilities("net_bind_service")));

        Assert.Contains("ip_unprivileged_port_start=0", EngineDefaults.Warnings(trace.With(Fact.User, "web"), Platform.Oci).Last(), StringComparison.Ordinal);
        Assert.Single(EngineDefaults.Warnings(trace.With(Fact.User, "web"), Platform.Systemd)); // it is ambient there
    }

    [Fact]
    public void APingSocketNeedsASysctl() => Assert.Contains("net.ipv4.ping_group_range", Assert.Single(EngineDefaults.Warnings(Looked.With(Fact.PingSocket, "inet"), Platform.Podman)), StringComparison.Ordinal);

    [Fact]
    public void OfAnOlderRecordingNothingIsKnown()
    {
        var old = TraceExamples.Of("bind", "read");
        Assert.Contains("is not known", Assert.Single(EngineDefaults.Warnings(old, Platform.Kubernetes)), StringComparison.Ordinal);
        Assert.Contains("is not known", Assert.Single(EngineDefaults.Warnings(old.Merge(Looked), Platform.Kubernetes)), StringComparison.Ordinal);
        Assert.Empty(EngineDefaults.Warnings(TraceExamples.Of("read"), Platform.Kubernetes));
    }

    [Fact]
    public void WhatAManifestLosesIsSaid()
    {
        const string Manifest = """
            kind: Pod
            metadata:
              name: p
              annotations:
                container.seccomp.security.alpha.kubernetes.io/web: unconfined
                container.seccomp.security.alpha.kubernetes.io/other: unconfined
            spec:
              securityContext:
                runAsNonRoot: true
              containers:
              - name: web
                securityContext:
                  allowPrivilegeEscalation: true
                  capabilities: {add: [cap_chown, SYS_TIME], drop: [ALL]}
                  seccompProfile: {type: RuntimeDefault}
            """;
        var given = ManifestGiven.Of(Manifest, "m", null, null);
        Assert.Equal(["CHOWN", "SYS_TIME"], given.Capabilities);
        Assert.False(given.OpensPorts);
        Assert.Collection(
            given.Taken(Looked.WithCapabilities("chown").With(Fact.NoNewPrivileges, "true")),
            taken => Assert.StartsWith("taken away: SYS_TIME", taken, StringComparison.Ordinal),
            taken => Assert.Contains("allowPrivilegeEscalation", taken, StringComparison.Ordinal),
            taken => Assert.Equal("replaced: the seccompProfile RuntimeDefault", taken),
            taken => Assert.Equal("replaced: the annotation container.seccomp.security.alpha.kubernetes.io/web, by the new profile", taken),
            taken => Assert.Equal("turned into the field that it stands for: the annotation container.seccomp.security.alpha.kubernetes.io/other, for Kubernetes 1.30 and newer", taken),
            taken => Assert.Contains("runAsNonRoot", taken, StringComparison.Ordinal));
        Assert.True(ManifestGiven.Of("kind: Pod\nspec:\n  securityContext:\n    sysctls:\n    - {name: net.ipv4.ip_unprivileged_port_start, value: \"0\"}\n  containers:\n  - name: web\n", "m", null, null).OpensPorts);
    }

    [Fact]
    public void WhatAServiceLosesIsSaid()
    {
        var given = ComposeGiven.Of("services:\n  web:\n    network_mode: host\n    cap_add: [SYS_TIME, CHOWN]\n    security_opt: ['seccomp:old.json']\n", "c", "web");
        Assert.True(given.IsInHostNetwork);
        Assert.Equal(["taken away: SYS_TIME, which the service adds and the recording did not use", "replaced: the service's seccomp profile"], given.Taken(Looked.WithCapabilities("chown")));
    }

    [Fact]
    public void WhatABundleLosesIsSaid()
    {
        const string Config = """
            {"process": {"capabilities": {"bounding": ["CAP_KILL", "CAP_CHOWN"]}}, "linux": {"sysctl": {"net.ipv4.ip_unprivileged_port_start": "0"}, "seccomp": {}}}
            """;
        var given = OciGiven.Of(Config, "c");
        Assert.True(given.OpensPorts);
        Assert.Equal(["taken away: KILL, which the bundle has and the recording did not use", "replaced: the bundle's seccomp filter"], given.Taken(Looked.WithCapabilities("chown")));
    }
}
