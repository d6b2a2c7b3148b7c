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

    /// <summary>Braces are common, and JSON is YAML: what is in them is edited as it is written.</summary>
    [Theory]
    [InlineData("kind: Pod\nspec:\n  containers:\n  - {name: web, image: x} # a\n",
        "kind: Pod\nspec:\n  containers:\n  - {name: web, image: x, securityContext: {allowPrivilegeEscalation: false, capabilities: {drop: [ALL], add: [CHOWN, NET_RAW]}, seccompProfile: {type: Localhost, localhostProfile: web.json}}} # a\n")]
    [InlineData(Pod + "    securityContext: {runAsUser: 1, seccompProfile: {type: RuntimeDefault}, capabilities: {drop: [NET_ADMIN], add: [ SYS_TIME, CHOWN ]}}\n",
        Pod + "    securityContext: {runAsUser: 1, seccompProfile: {type: Localhost, localhostProfile: web.json}, capabilities: {drop: [ALL], add: [CHOWN, NET_RAW]}, allowPrivilegeEscalation: false}\n")]
    [InlineData(Pod + "    securityContext:\n      seccompProfile: {type: RuntimeDefault}\n      capabilities: {drop: [ALL]}\n",
        Pod + "    securityContext:\n      seccompProfile: {type: Localhost, localhostProfile: web.json}\n      capabilities: {drop: [ALL], add: [CHOWN, NET_RAW]}\n      allowPrivilegeEscalation: false\n")]
    [InlineData("""{"kind": "Pod", "spec": {"containers": [{"name": "web"}]}}""",
        """{"kind": "Pod", "spec": {"containers": [{"name": "web", "securityContext": {"allowPrivilegeEscalation": false, "capabilities": {"drop": ["ALL"], "add": ["CHOWN", "NET_RAW"]}, "seccompProfile": {"type": "Localhost", "localhostProfile": "web.json"}}}]}}""")]
    public void WhatIsInBracesIsEdited(string text, string patched)
    {
        Assert.Equal(patched, Patch(text));
        Assert.Equal(patched, Patch(patched));
    }

    /// <summary>All containers keep what an annotation gave them; the golden file is for a version with fields, or without one for AppArmor.</summary>
    [Theory]
    [InlineData("annotations", "1.30")]
    [InlineData("annotations-1.29", "1.29")]
    public void OldAnnotationsBecomeFields(string name, string version)
    {
        var (text, target) = (GoldenFile.Read("Kubernetes/annotations.in.yml"), Version.Parse(version));
        var patched = Manifest.Patch(text, "m", null, "web", Used, "web.json", target);
        GoldenFile.Check($"Kubernetes/{name}.yml", patched);
        Assert.Equal(patched, Manifest.Patch(patched, "m", null, "web", Used, "web.json", target));
        GoldenFile.Check($"Kubernetes/{name}.told", string.Concat(ManifestGiven.Of(text, "m", null, "web", target).Taken(Used).Select(line => line + "\n")));
    }

    [Theory]
    [InlineData("container.seccomp.security.alpha.kubernetes.io/web: frob", "m:5: the annotation container.seccomp.security.alpha.kubernetes.io/web stands for no field: 'frob'")]
    [InlineData("seccomp.security.alpha.kubernetes.io/pod: localhost/../x", "m:5: the annotation seccomp.security.alpha.kubernetes.io/pod stands for no field: 'localhost/../x'")]
    [InlineData("seccomp.security.alpha.kubernetes.io/pod: unconfined", "m:5: the annotation seccomp.security.alpha.kubernetes.io/pod contradicts the field on line 8")]
    [InlineData("container.apparmor.security.beta.kubernetes.io/wbe: unconfined", "m:5: the annotation container.apparmor.security.beta.kubernetes.io/wbe is for a container that there is not")]
    [InlineData("<<: *x", "m:5: the pod's annotations stand elsewhere")]
    [InlineData("seccomp.security.alpha.kubernetes.io/pod: &x runtime/default", "m:5: what has the anchor &x may stand elsewhere too, and would change there")]
    public void AnAnnotationThatStandsForNoFieldIsRefused(string annotation, string message)
    {
        var text = $"kind: Pod\nmetadata:\n  name: p\n  annotations:\n    {annotation}\nspec:\n  securityContext:\n    seccompProfile: {{type: RuntimeDefault}}\n  containers:\n  - name: web\n";
        Assert.StartsWith(message, Assert.Throws<CtraceException>(() => Patch(text)).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("  annotations: {container.apparmor.security.beta.kubernetes.io/web: runtime/default, a: b}\n", "  annotations: {a: b}\n")]
    [InlineData("  annotations: {container.apparmor.security.beta.kubernetes.io/web: runtime/default}\n", "")]
    [InlineData("  annotations:\n    # why\n    container.apparmor.security.beta.kubernetes.io/web: runtime/default\n    a: b\n", "  annotations:\n    # why\n    a: b\n")]
    public void NoEmptyAnnotationsAreLeft(string annotations, string left)
    {
        var text = $"kind: Pod\nmetadata:\n  name: p\n{annotations}spec:\n  containers:\n  - name: web\n";
        var patched = Patch(text);
        Assert.StartsWith($"kind: Pod\nmetadata:\n  name: p\n{left}spec:\n", patched, StringComparison.Ordinal);
        Assert.Contains("      appArmorProfile:\n        type: RuntimeDefault\n", patched, StringComparison.Ordinal);
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
    [InlineData("kind: Pod\nspec: 5\n", "m:2: 'spec' is no mapping, and a Pod has its containers in it")]
    [InlineData("kind: Deployment\nspec:\n  template: [a]\n", "m:3: 'template' is no mapping, and a Deployment has its containers in it")]
    [InlineData("kind: Pod\nspec: &s\n  containers:\n  - name: web\n", "m:2: what has the anchor &s may stand elsewhere too, and would change there")]
    [InlineData("kind: Pod\nspec:\n  containers:\n  - name: web\n    securityContext: {privileged: true}\n", "m:5: the container is privileged, so that nothing restricts it")]
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
