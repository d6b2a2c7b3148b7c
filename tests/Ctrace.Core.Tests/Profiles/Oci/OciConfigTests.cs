using System.Text.Json.Nodes;
using Ctrace.Core.Profiles.Oci;
using Ctrace.Core.Tests.Golden;
using Ctrace.Core.Tests.Traces;
using Ctrace.Core.Traces;
using Xunit;

namespace Ctrace.Core.Tests.Profiles.Oci;

public sealed class OciConfigTests
{
    private const string Seccomp = """{"defaultAction":"SCMP_ACT_ERRNO","syscalls":[]}""";

    private static readonly Trace Used = TraceExamples.Of("read").WithCapabilities("kill", "net_raw");

    [Fact]
    public void IsTheGoldenConfig() => GoldenFile.Check("Oci/patched.json", OciConfig.Patch(GoldenFile.Read("Oci/spec.json"), "config.json", Used, Seccomp));

    [Fact]
    public void WithoutABundleOnlyThePartsAreWritten() =>
        GoldenFile.Check("Oci/parts.json", OciConfig.Write(Used.With(Fact.NoNewPrivileges, "true"), Seccomp));

    [Fact]
    public void PatchingTwiceIsPatchingOnce()
    {
        var once = OciConfig.Patch(GoldenFile.Read("Oci/spec.json"), "config.json", Used, Seccomp);
        Assert.Equal(once, OciConfig.Patch(once, "config.json", Used, Seccomp));
    }

    [Fact]
    public void AnotherUserGetsNoCapabilityThatTheBundleDidNotGive()
    {
        var patched = Parse("""{"process":{"user":{"uid":33},"capabilities":{"bounding":[],"permitted":["CAP_KILL","CAP_CHOWN"],"ambient":["CAP_KILL"]}}}""");
        Assert.Equal("""{"bounding":["CAP_KILL","CAP_NET_RAW"],"permitted":["CAP_KILL"],"ambient":["CAP_KILL"]}""", patched["process"]!["capabilities"]!.ToJsonString());
    }

    [Theory]
    [InlineData("{\"process\":{\"user\":\"root\"}}")]
    [InlineData("{\"process\":{\"user\":{\"uid\":\"0\"},\"capabilities\":{\"bounding\":7,\"ambient\":[3,null]}}}")]
    [InlineData("{\"process\":{\"user\":[],\"noNewPrivileges\":{}},\"linux\":{\"seccomp\":[]}}")]
    public void WhatIsOfAnotherTypeHarmsNothing(string config) =>
        Assert.Equal("""["CAP_KILL","CAP_NET_RAW"]""", Parse(config)["process"]!["capabilities"]!["bounding"]!.ToJsonString());

    [Fact]
    public void NoNewPrivilegesIsNeverTakenAway()
    {
        Assert.True((bool)Parse("""{"process":{"noNewPrivileges":true}}""")["process"]!["noNewPrivileges"]!);
        Assert.Null(Parse("""{"process":{}}""")["process"]!["noNewPrivileges"]);
    }

    [Fact]
    public void NumbersAndTextStayWhatTheyWere()
    {
        const string Rest = """{"annotations":{"a":"<ü\"\u0001>"},"x":18446744073709551616.10e3,"process":{"args":["a&b"],""";
        Assert.StartsWith(Rest, OciConfig.Patch(Rest + "\"cwd\":\"/\"}}", "c", Used, Seccomp), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("", "c:1: not JSON: ")]
    [InlineData("{\n  \"process\": {\n", "c:3: not JSON: ")]
    [InlineData("{\"process\":{},\n\"process\":{}}", "c: not JSON: Duplicate property 'process' encountered")]
    [InlineData("[]", "c has no process: it is not the config.json of a runtime bundle")]
    [InlineData("null", "c has no process: it is not the config.json of a runtime bundle")]
    [InlineData("{}", "c has no process: it is not the config.json of a runtime bundle")]
    [InlineData("{\"process\":[]}", "c has no process: it is not the config.json of a runtime bundle")]
    [InlineData("{\"process\":{},\"linux\":4}", "c: linux and process.capabilities have to be objects")]
    [InlineData("{\"process\":{\"capabilities\":[]}}", "c: linux and process.capabilities have to be objects")]
    public void WhatIsNoConfigIsRefused(string config, string message)
    {
        var failure = Assert.Throws<CtraceException>(() => OciConfig.Patch(config, "c", Used, Seccomp));
        Assert.Equal(FailureKind.Data, failure.Kind);
        Assert.StartsWith(message, failure.Message, StringComparison.Ordinal);
    }

    private static JsonNode Parse(string config) => JsonNode.Parse(OciConfig.Patch(config, "c", Used, Seccomp))!;
}
