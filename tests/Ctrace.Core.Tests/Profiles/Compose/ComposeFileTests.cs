using Ctrace.Core.Profiles.Compose;
using Ctrace.Core.Tests.Golden;
using Ctrace.Core.Tests.Traces;
using Ctrace.Core.Traces;
using Xunit;

namespace Ctrace.Core.Tests.Profiles.Compose;

public sealed class ComposeFileTests
{
    private static readonly Trace Used = TraceExamples.Of("read").WithCapabilities("chown", "net_bind_service").With(Fact.NoNewPrivileges, "true");

    [Theory]
    [InlineData("plain")]
    [InlineData("lists")]
    [InlineData("flow")]
    [InlineData("merged")]
    [InlineData("crlf")]
    [InlineData("no-final-newline")]
    public void IsTheGoldenFile(string name) => GoldenFile.Check($"Compose/{name}.yml", Patch(GoldenFile.Read($"Compose/{name}.in.yml"), Used));

    [Fact]
    public void WithoutCapabilitiesNoneIsAdded() =>
        GoldenFile.Check("Compose/none.yml", Patch(GoldenFile.Read("Compose/none.in.yml"), TraceExamples.Of("read")));

    [Theory]
    [InlineData("plain")]
    [InlineData("lists")]
    [InlineData("flow")]
    [InlineData("merged")]
    [InlineData("crlf")]
    [InlineData("no-final-newline")]
    public void PatchingTwiceIsPatchingOnce(string name) => Assert.Equal(GoldenFile.Read($"Compose/{name}.yml"), Patch(GoldenFile.Read($"Compose/{name}.yml"), Used));

    [Fact]
    public void AloneItIsALump() => Assert.Equal(
        "cap_drop:\n  - ALL\ncap_add:\n  - CHOWN\n  - NET_BIND_SERVICE\nsecurity_opt:\n  - no-new-privileges:true\n  - seccomp=web.json\n", ComposeOptions.Write(Used, "web.json"));

    [Theory]
    [InlineData("unconfined", "seccomp=./unconfined")]
    [InlineData("a b.json", "\"seccomp=a b.json\"")]
    [InlineData("$HOME.json", "\"seccomp=$$HOME.json\"")]
    [InlineData("x\n- y", "\"seccomp=x\\n- y\"")]
    public void TheProfilesPathIsOneText(string path, string line) =>
        Assert.EndsWith($"  - {line}\n", ComposeOptions.Write(Used, path), StringComparison.Ordinal);

    [Theory]
    [InlineData("", "c is no Compose file: it has no services")]
    [InlineData("a: 1\n---\nb: 2\n", "c is no Compose file: it has several documents")]
    [InlineData("[a, b]\n", "c is no Compose file: it has no services")]
    [InlineData("services: *x\n", "c is no Compose file: it has no services")]
    [InlineData("services:\n  web:\n", "c:2: a mapping was expected here")]
    [InlineData("services:\n  web: &w\n    image: x\n", "c:2: what has the anchor &w may stand elsewhere too, and would change there")]
    [InlineData("services: &s\n  web:\n    image: x\n", "c:1: the services have the anchor &s and may stand elsewhere, too")]
    [InlineData("x: &w {a: b}\nservices:\n  web: *w\n", "c:3: *w stands for what is written elsewhere")]
    [InlineData("services:\n  web:\n    privileged: true\n", "c:3: web is privileged, so that nothing restricts it")]
    [InlineData("services:\n  web:\n    extends: base\n", "c:3: web extends another service, whose capabilities and options would be added")]
    [InlineData("x: &b\n  y: &c {cap_add: [A]}\n  <<: *c\nservices:\n  web:\n    <<: [*b]\n    image: x\n", "c:6: web takes cap_add over from elsewhere (<<)")]
    [InlineData("services:\n  web:\n    cap_add: [A]\n    cap_add: [B]\n", "c:4: 'cap_add' comes twice, and only one of them counts")]
    [InlineData("services:\n  web:\n    image: x\n    privileged: false\n    \"privileged\": true\n", "c:5: 'privileged' comes twice, and only one of them counts")]
    [InlineData("services:\n  web:\n    image: x\n  web:\n    privileged: true\n", "c:4: 'web' comes twice, and only one of them counts")]
    [InlineData("services:\n  web:\n    image: x\nservices:\n  web:\n    privileged: true\n", "c:4: 'services' comes twice, and only one of them counts")]
    [InlineData("x: &p privileged\nservices:\n  web:\n    image: x\n    *p : true\n", "c:5: a key stands for what is written elsewhere (*p)")]
    [InlineData("services:\n  web:\n    image: x\n    cap_drop: !reset [ALL]\n", "c:4: the tag !reset gives what it stands at another meaning")]
    [InlineData("services:\n  web: !reset\n    image: x\n", "c:2: the tag !reset gives what it stands at another meaning")]
    [InlineData("x: &o apparmor=web\nservices:\n  web:\n    security_opt:\n    - *o\n", "c:5: an option of security_opt is not written as text")]
    [InlineData("services:\n  web:\n    security_opt: [{a: b}]\n", "c:3: an option of security_opt is not written as text")]
    [InlineData("services:\n  web:\n    cap_drop: &d [A]\n", "c:3: what has the anchor &d may stand elsewhere too, and would change there")]
    [InlineData("services:\n  web:\n   a: b\n  c\n", "c:4: not YAML: While parsing a block mapping, did not find expected key")]
    [InlineData("services:\n\tweb:\n", "c:1: not YAML: ")]
    public void WhatCannotBeEditedIsRefused(string text, string message)
    {
        var failure = Assert.Throws<CtraceException>(() => Patch(text, Used));
        Assert.Equal(FailureKind.Data, failure.Kind);
        Assert.StartsWith(message, failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void AServiceThatIsNotThereIsNamedWithTheClosest()
    {
        var failure = Assert.Throws<CtraceException>(() => ComposeFile.Patch("services:\n  web:\n    image: x\n", "c", "wbe", Used, "p"));
        Assert.Equal("c has no service 'wbe' (did you mean 'web'?)", failure.Line);
        failure = Assert.Throws<CtraceException>(() => ComposeFile.Patch("services:\n  web: {}\n  db: {}\n", "c", "proxy", Used, "p"));
        Assert.Equal("c has no service 'proxy' (it has web, db)", failure.Line);
    }

    private static string Patch(string text, Trace trace) => ComposeFile.Patch(text, "c", "web", trace, "web.json");
}
