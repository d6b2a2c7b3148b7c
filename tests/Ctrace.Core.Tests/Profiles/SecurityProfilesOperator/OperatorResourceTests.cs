using Ctrace.Core.Profiles.SecurityProfilesOperator;
using Ctrace.Core.Seccomp.Profiles;
using Ctrace.Core.Tests.Golden;
using Ctrace.Core.Tests.Traces;
using Xunit;

namespace Ctrace.Core.Tests.Profiles.SecurityProfilesOperator;

public sealed class OperatorResourceTests
{
    [Fact]
    public void IsTheGoldenSeccompProfile() => GoldenFile.Check(
        "SecurityProfilesOperator/seccomp.yml", OperatorResource.Seccomp("web", SeccompWriter.Write(ProfileBuilder.Build(TraceExamples.Of("read", "i386:open")))));

    [Fact]
    public void ArgumentsAreTakenOver() => GoldenFile.Check("SecurityProfilesOperator/arguments.yml", OperatorResource.Seccomp("web", """
        {"defaultAction":"SCMP_ACT_ALLOW","syscalls":[{"names":["clone"],"action":"SCMP_ACT_ERRNO","errnoRet":97,
        "args":[{"index":0,"value":2114060288,"valueTwo":0,"op":"SCMP_CMP_MASKED_EQ"}]}]}
        """));

    [Theory]
    [InlineData("""{"defaultAction":"SCMP_ACT_ERRNO","defaultErrnoRet":38,"syscalls":[]}""", "a SeccompProfile has no default error but EPERM")]
    [InlineData("""{"defaultAction":"SCMP_ACT_ERRNO","syscalls":[{"names":["a"],"action":"SCMP_ACT_ALLOW","args":[{"index":0,"value":9223372036854775808,"op":"SCMP_CMP_EQ"}]}]}""",
        "a SeccompProfile cannot compare an argument with 9223372036854775808: its numbers end at 9223372036854775807")]
    public void WhatTheResourceCannotSayIsRefused(string profile, string message) =>
        Assert.Equal(message, Assert.Throws<CtraceException>(() => OperatorResource.Seccomp("web", profile)).Message);

    [Fact]
    public void IsTheGoldenSelinuxProfile() => GoldenFile.Check(
        "SecurityProfilesOperator/selinux.yml", OperatorResource.Selinux("web", TraceExamples.Of("read").WithCapabilities("chown", "setfcap", "mac_override", "bpf", "capability_63")));

    [Fact]
    public void WithoutCapabilitiesThereIsOnlyTheTemplate() =>
        Assert.DoesNotContain("allow", OperatorResource.Selinux("web", TraceExamples.Of("read")), StringComparison.Ordinal);

    [Theory]
    [InlineData("web", true)]
    [InlineData("web-1.shop", true)]
    [InlineData("Web", false)]
    [InlineData("-web", false)]
    [InlineData("a..b", false)]
    [InlineData("a/b", false)]
    [InlineData("", false)]
    public void ANameIsADnsName(string name, bool isOne) => Assert.Equal(isOne, OperatorResource.IsName(name));
}
