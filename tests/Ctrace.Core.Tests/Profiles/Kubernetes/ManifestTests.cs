using Ctrace.Core.Profiles.Kubernetes;
using Ctrace.Core.Tests.Golden;
using Ctrace.Core.Tests.Traces;
using Ctrace.Core.Traces;
using Xunit;

namespace Ctrace.Core.Tests.Profiles.Kubernetes;

public sealed class ManifestTests
{
    private const string Pod = "kind: Pod\nmetadata:\n  name: p\nspec:\n  containers:\n  - name: web\n    image: x\n";

    private static readonly Trace Used = TraceExamples.Of("read").WithCapabilities("chown", "net_raw").With(Fact.NoNewPrivileges, "true");

    [Theory]
    [InlineData("deployment")]
    [InlineData("pod")]
    [InlineData("cronjob")]
    [InlineData("list")]
    public void IsTheGoldenManifest(string name)
    {
        var patched = Patch(GoldenFile.Read($"Kubernetes/{name}.in.yml"));
        GoldenFile.Check($"Kubernetes/{name}.yml", patched);
        Assert.Equal(patched, Patch(patched));
    }

    [Fact]
    public void WithoutCapabilitiesWhatWasAddedGoes()
    {
        var patched = Manifest.Patch(GoldenFile.Read("Kubernetes/cronjob.in.yml"), "m", null, null, TraceExamples.Of("read"), "web.json");
        Assert.Contains("                  add: [] # for the clock\n", patched, StringComparison.Ordinal);
        Assert.Contains("allowPrivilegeEscalation: true\n", patched, StringComparison.Ordinal);
    }

    /// <summary>A tag that no value follows ends where it ends, and takes no neighbour with it.</summary>
    [Theory]
    [InlineData("        add:\n        - !T\n        - SYS_TIME # clock\n", "        add:\n        - CHOWN\n")]
    [InlineData("        add: [!T , CHOWN]\n", "        add: [CHOWN]\n")]
    public void ATagWithoutAValueTakesNoNeighbourWithIt(string add, string patched)
    {
        const string Head = Pod + "    securityContext:\n      capabilities:\n";
        var text = Manifest.Patch(Head + add, "m", null, "web", TraceExamples.Of("read").WithCapabilities("chown"), "web.json");
        Assert.Contains(patched, text, StringComparison.Ordinal);
    }

    [Fact]
    public void OneOfSeveralWorkloadsCanBeChosen()
    {
        var both = $"{Pod}---\n{Pod.Replace("name: p", "name: q", StringComparison.Ordinal)}";
        var patched = Manifest.Patch(both, "m", "q", null, Used, "web.json");
        Assert.StartsWith($"{Pod}---\n", patched, StringComparison.Ordinal);
        Assert.Contains("localhostProfile: web.json", patched, StringComparison.Ordinal);
        Assert.Equal("m has 2 containers that may be meant (choose with --workload and --container: p/web, q/web)",
            Assert.Throws<CtraceException>(() => Manifest.Patch(both, "m", null, "web", Used, "p")).Line);
    }

    [Theory]
    [InlineData("kind: Service\n", "m is no manifest of a workload: it has no Pod, Deployment, CronJob or the like")]
    [InlineData("", "m is no manifest of a workload: it has no Pod, Deployment, CronJob or the like")]
    [InlineData("kind: Pod\nspec:\n  containers: []\n", "m has no container 'web'")]
    [InlineData("{{ if .Values.web }}\nkind: Pod\n{{ end }}\n", "m:2: not YAML: ")]
    [InlineData("kind: Pod\nspec:\n  containers:\n  - {name: web}\n", "m:4: a mapping in braces cannot be edited")]
    [InlineData("kind: Pod\nspec: &s\n  containers:\n  - name: web\n", "m:2: what has the anchor &s may stand elsewhere too, and would change there")]
    [InlineData("kind: Pod\nspec:\n  containers:\n  - name: web\n    securityContext: {privileged: true}\n", "m:5: the container is privileged, so that nothing restricts it")]
    [InlineData("kind: Pod\nspec:\n  containers:\n  - name: web\n    securityContext: {runAsUser: 1}\n", "m:5: a mapping in braces cannot be edited")]
    [InlineData("kind: Pod\nspec:\n  containers:\n  - name: web\n    securityContext: *x\n", "m:5: *x stands for what is written elsewhere")]
    [InlineData("kind: Pod\nspec:\n  containers:\n  - name: web\n    securityContext:\n      <<: *x\n", "m:6: the container takes something over from elsewhere (<<)")]
    [InlineData("kind: Pod\nspec:\n  containers:\n  - name: web\n    securityContext:\n      privileged: false\n      privileged: true\n", "m:7: 'privileged' comes twice, and only one of them counts")]
    [InlineData("kind: Pod\nspec:\n  containers:\n  - name: web\nspec:\n  containers:\n  - name: web\n    securityContext: {privileged: true}\n", "m:5: 'spec' comes twice, and only one of them counts")]
    [InlineData("kind: Pod\nspec:\n  initContainers:\n  - name: web\n    image: x\n    image: y\n", "m:6: 'image' comes twice, and only one of them counts")]
    public void WhatCannotBeEditedIsRefused(string text, string message)
    {
        var failure = Assert.Throws<CtraceException>(() => Patch(text));
        Assert.Equal(FailureKind.Data, failure.Kind);
        Assert.StartsWith(message, failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void AContainerThatIsNotThereIsNamedWithTheClosest() => Assert.Equal(
        "m has no container 'wbe' (did you mean --container web?)", Assert.Throws<CtraceException>(() => Manifest.Patch(Pod, "m", null, "wbe", Used, "p")).Line);

    private static string Patch(string text) => Manifest.Patch(text, "m", null, "web", Used, "web.json");
}
