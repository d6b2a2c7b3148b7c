using System.Text.Json.Nodes;
using Ctrace.Core.Profiles.Podman;
using Ctrace.Core.Seccomp.Profiles;
using Ctrace.Core.Tests.Golden;
using Ctrace.Core.Tests.Traces;
using Xunit;

namespace Ctrace.Core.Tests.Profiles.Podman;

public sealed class PodmanProfileTests
{
    private static string Profile(params string[] syscalls) => SeccompWriter.Write(ProfileBuilder.Build(TraceExamples.Of(syscalls)));

    [Theory]
    [InlineData("native", "read write")]
    [InlineData("i386", "read i386:open")]
    public void IsTheGoldenProfile(string name, string syscalls) =>
        GoldenFile.Check($"Podman/{name}.json", PodmanProfile.Write(Profile(syscalls.Split(' '))));

    [Fact]
    public void TheLabelIsTheSameOnOneLine()
    {
        var label = PodmanProfile.WriteLabel(Profile("read"));
        Assert.DoesNotContain('\n', label);
        Assert.True(JsonNode.DeepEquals(JsonNode.Parse(PodmanProfile.Write(Profile("read"))), JsonNode.Parse(label)));
    }

    [Fact]
    public void WhatARuleSaysStays()
    {
        const string Rule = """{"names":["socket"],"action":"SCMP_ACT_ERRNO","args":[{"index":0,"value":18446744073709551615,"op":"SCMP_CMP_EQ"}],"comment":"why","includes":{"caps":["CAP_X"]},"excludes":{},"errnoRet":97,"errno":"EAFNOSUPPORT"}""";
        Assert.Contains(Rule, PodmanProfile.WriteLabel($$"""{"defaultAction":"SCMP_ACT_ALLOW","flags":["SECCOMP_FILTER_FLAG_LOG"],"architectures":["SCMP_ARCH_ARM"],"syscalls":[{{Rule}}]}"""), StringComparison.Ordinal);
    }

    [Fact]
    public void AnErrorWithoutANameIsItsNumberAlone() => Assert.Equal(
        """{"defaultAction":"SCMP_ACT_ERRNO","defaultErrnoRet":4000}""",
        PodmanProfile.WriteLabel("""{"defaultAction":"SCMP_ACT_ERRNO","defaultErrnoRet":4000}"""));
}
