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

    /// <summary>JSON can hold half of a surrogate pair, and no text can.</summary>
    [Theory]
    [InlineData("""{"process":{"args":["a\ud800"]}}""")]
    [InlineData("""{"process":{"capabilities":{"ambient":["CAP_\ud800"]}}}""")]
    [InlineData("""{"process":{},"annotations":{"\udc00":"1"}}""")]
    public void HalfOfASurrogatePairIsRefused(string config)
    {
        var failure = Assert.Throws<CtraceException>(() => OciConfig.Patch(config, "c", Used, Seccomp));
        Assert.Equal((FailureKind.Data, "c: a text is not Unicode: it has half of a surrogate pair"), (failure.Kind, failure.Message));
    }

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

    /// <summary>Go takes names in any case, and the last of several: runc ran the first of these with all capabilities and without a filter.</summary>
    [Theory]
    [InlineData("{\"process\":{},\n\"Process\":{\"capabilities\":{\"bounding\":[\"CAP_SYS_ADMIN\"]}}}", "c:2: runtimes in Go take 'Process' for 'process', others do not")]
    [InlineData("{\"process\":{},\"linux\":{},\n\n\"LINUX\":{\"seccomp\":null}}", "c:3: runtimes in Go take 'LINUX' for 'linux', others do not")]
    [InlineData("{\"process\":{},\"linux\":{\"Seccomp\":null}}", "c:1: runtimes in Go take 'Seccomp' for 'seccomp', others do not")]
    [InlineData("{\"process\":{},\"linux\":{\"\u017feccomp\":null}}", "c:1: runtimes in Go take '\u017feccomp' for 'seccomp', others do not")]
    [InlineData("{\"process\":{\"Capabilities\":{}}}", "c:1: runtimes in Go take 'Capabilities' for 'capabilities', others do not")]
    [InlineData("{\"process\":{\"nonewprivileges\":false}}", "c:1: runtimes in Go take 'nonewprivileges' for 'noNewPrivileges', others do not")]
    [InlineData("{\"process\":{\"capabilities\":{\"Bounding\":[\"CAP_SYS_ADMIN\"]}}}", "c:1: runtimes in Go take 'Bounding' for 'bounding', others do not")]
    [InlineData("{\"process\":{\"user\":{\"UID\":33}}}", "c:1: runtimes in Go take 'UID' for 'uid', others do not")]
    [InlineData("{\"process\":{\"cwd\":\"/\",\"Cwd\":\"/x\"}}", "c:1: runtimes in Go take 'Cwd' for a name that is there already")]
    public void NamesThatGoTakesForOthersAreRefused(string config, string message) =>
        Assert.Equal((FailureKind.Data, message), Assert.Throws<CtraceException>(() => OciConfig.Patch(config, "c", Used, Seccomp)) is var failure ? (failure.Kind, failure.Message) : default);

    [Fact]
    public void NamesOfMapsAreTheirOwn() => Assert.NotNull(OciConfig.Patch("""{"annotations":{"a":"1","A":"2"},"process":{}}""", "c", Used, Seccomp));

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
