using Ctrace.Core.Profiles.Kubernetes;
using Ctrace.Core.Tests.Traces;
using Ctrace.Core.Traces;
using Xunit;

namespace Ctrace.Core.Tests.Profiles.Kubernetes;

public sealed class SecurityContextTests
{
    private static readonly Trace Used = TraceExamples.Of("read").WithCapabilities("chown").With(Fact.NoNewPrivileges, "true");

    [Fact]
    public void AContainerHasItAll() => Assert.Equal(
        "securityContext:\n  allowPrivilegeEscalation: false\n  capabilities:\n    drop:\n      - ALL\n    add:\n      - CHOWN\n"
        + "  seccompProfile:\n    type: Localhost\n    localhostProfile: profiles/web.json\n",
        SecurityContext.WriteContainer(Used, "profiles/web.json"));

    [Fact]
    public void WhatWasNotRecordedIsNotSaid() => Assert.Equal(
        "securityContext:\n  capabilities:\n    drop:\n      - ALL\n  seccompProfile:\n    type: Localhost\n    localhostProfile: p\n",
        SecurityContext.WriteContainer(TraceExamples.Of("read"), "p"));

    [Fact]
    public void APodHasTheProfile() =>
        Assert.Equal("securityContext:\n  seccompProfile:\n    type: Localhost\n    localhostProfile: p\n", SecurityContext.WritePod("p"));

    [Fact]
    public void WithSysAdminPrivilegesCanBeGained()
    {
        Assert.True(ContainerOptions.Of(SecurityContext.Possible(Used)).NoNewPrivileges);
        Assert.False(ContainerOptions.Of(SecurityContext.Possible(Used.WithCapabilities("sys_admin"))).NoNewPrivileges);
    }

    [Theory]
    [InlineData("web.json", true)]
    [InlineData("a/..b/web.json", true)]
    [InlineData("", false)]
    [InlineData("/web.json", false)]
    [InlineData("a/../web.json", false)]
    [InlineData("..", false)]
    public void APathStaysInTheDirectory(string path, bool isOne) => Assert.Equal(isOne, SecurityContext.IsProfilePath(path));
}
