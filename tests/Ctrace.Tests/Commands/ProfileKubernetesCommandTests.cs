using System.Text.Json.Nodes;
using Ctrace.Core;
using Ctrace.Core.Tests;
using Ctrace.Tests.Files;
using Xunit;

namespace Ctrace.Tests.Commands;

/// <summary>Manifests as kubectl reads them: into the API's own types, from which what it does not know is gone.</summary>
public sealed class ProfileKubernetesCommandTests : IDisposable
{
    private const string Pod = "apiVersion: v1\nkind: Pod\nmetadata:\n  name: web\nspec:\n  containers:\n    - name: web\n      image: x\n";

    private readonly TemporaryDirectory _directory = new();

    public ProfileKubernetesCommandTests()
    {
        ProfileSamples.WriteTo(_directory);
        File.WriteAllText(_directory["sys_admin"], ProfileSamples.Restricted.Replace("chown\n", "chown\nsys_admin\n", StringComparison.Ordinal));
        File.WriteAllText(_directory["pod.yml"], Pod);
    }

    public static TheoryData<string> Golden => [.. Directory.EnumerateFiles(GoldenFolder, "*.yml").Select(path => Path.GetFileName(path)).Where(name => !name.Contains(".in.", StringComparison.Ordinal))];

    private static string GoldenFolder => Path.Combine(SourceFolder.Repository, "tests/Ctrace.Core.Tests/Golden/Kubernetes");

    public void Dispose() => _directory.Dispose();

    [Theory]
    [MemberData(nameof(Golden))]
    public void KubectlKnowsAllOfEveryGoldenManifest(string name)
    {
        var context = SecurityContext(Path.Combine(GoldenFolder, name));
        Assert.Equal(["ALL"], context["capabilities"]!["drop"]!.AsArray().Select(each => (string?)each));
        Assert.Equal(["CHOWN", "NET_RAW"], context["capabilities"]!["add"]!.AsArray().Select(each => (string?)each).Order(StringComparer.Ordinal));
        Assert.False((bool)context["allowPrivilegeEscalation"]!);
        Assert.Equal("""{"type":"Localhost","localhostProfile":"web.json"}""", context["seccompProfile"]!.ToJsonString());
    }

    [Fact]
    public void WhatKubectlDoesNotKnowItDrops()
    {
        // Or the test above would prove nothing.
        File.WriteAllText(_directory["wrong.yml"], Pod + "      securityContext:\n        seccompProfil:\n          type: Localhost\n");
        Assert.Empty(SecurityContext(_directory["wrong.yml"]).AsObject());
    }

    [Fact]
    public void AManifestIsPatched()
    {
        Assert.Equal("", Run("restricted", "--localhost-profile", "profiles/web.json", "--patch", _directory["pod.yml"]).Output);
        Assert.StartsWith(Pod + "      securityContext:\n        allowPrivilegeEscalation: false\n", File.ReadAllText(_directory["pod.yml"]), StringComparison.Ordinal);
        Assert.Equal("profiles/web.json", (string?)SecurityContext(_directory["pod.yml"])["seccompProfile"]!["localhostProfile"]);
        Assert.NotNull(JsonNode.Parse(File.ReadAllText(_directory["web.json"])));
    }

    [Fact]
    public void TheProfileIsNamedByItsFile() => Assert.EndsWith("    localhostProfile: web.json\n", Run("web").Output, StringComparison.Ordinal);

    [Fact]
    public void WithSysAdminTheProfileLetsTheRuntimeGainPrivileges()
    {
        var run = Run("sys_admin");
        Assert.DoesNotContain("allowPrivilegeEscalation", run.Output, StringComparison.Ordinal);
        Assert.Contains("no-new-privileges is not taken over", run.Error, StringComparison.Ordinal);
        Assert.Contains("\"capset\"", File.ReadAllText(_directory["web.json"]), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(FailureKind.Data, "--container", "wbe")]
    [InlineData(FailureKind.Data, "--workload", "api")]
    [InlineData(FailureKind.Usage, "--pod")]
    [InlineData(FailureKind.Usage, "--localhost-profile", "/etc/web.json")]
    [InlineData(FailureKind.Usage, "--localhost-profile", "../web.json")]
    public void AFailureChangesNoFile(FailureKind kind, params string[] options)
    {
        File.WriteAllText(_directory["web.json"], "old");
        Assert.Equal(kind, Run("web", ["--patch", _directory["pod.yml"], .. options]).Failure?.Kind);
        Assert.Equal((Pod, "old"), (File.ReadAllText(_directory["pod.yml"]), File.ReadAllText(_directory["web.json"])));
    }

    [Fact]
    public void TheProfileIsNotTheManifest()
    {
        Assert.Equal(FailureKind.Usage, CommandRun.Of("profile", "kubernetes", "-o", _directory["pod.yml"], "--patch", _directory["pod.yml"], _directory["web"]).Failure?.Kind);
        Assert.Equal(Pod, File.ReadAllText(_directory["pod.yml"]));
    }

    /// <summary>AppArmor's annotation stays for a version without the field, and the line names the version.</summary>
    [Theory]
    [InlineData("v1.29.3", "stays: the annotation container.apparmor.security.beta.kubernetes.io/x, since Kubernetes 1.29 has no field for it", true)]
    [InlineData("1.31", "turned into the field that it stands for: the annotation container.apparmor.security.beta.kubernetes.io/x, for Kubernetes 1.31 and newer", false)]
    public void TheVersionDecidesAboutAnnotations(string version, string told, bool stays)
    {
        File.WriteAllText(_directory["old.yml"], "kind: Pod\nmetadata:\n  name: p\n  annotations:\n    container.apparmor.security.beta.kubernetes.io/x: runtime/default\nspec:\n  containers:\n  - name: x\n    image: x\n");
        foreach (var audit in (string[][])[[], ["--audit"]])
        {
            File.Copy(_directory["old.yml"], _directory["new.yml"], overwrite: true);
            var run = Run("web", ["--patch", _directory["new.yml"], "--kubernetes-version", version, .. audit]);
            Assert.Contains(told, run.Error, StringComparison.Ordinal);
            Assert.Equal(stays, File.ReadAllText(_directory["new.yml"]).Contains("annotations:", StringComparison.Ordinal));
            Assert.Equal(!stays, File.ReadAllText(_directory["new.yml"]).Contains("appArmorProfile:", StringComparison.Ordinal));
        }
    }

    [Fact]
    public void AVersionWithoutFieldsIsRefused() => Assert.All((string[])["1.18", "x", ""], version => Assert.Contains(
        "--kubernetes-version takes 1.19, which has the first fields for seccomp, and newer ones",
        CommandRun.Errors("profile", "kubernetes", "-o", "x", "--kubernetes-version", version, "--patch", "y", "t")));

    [Fact]
    public void AChoiceNeedsAManifest() => Assert.Equal(FailureKind.Usage, Run("web", "--container", "web").Failure?.Kind);

    private CommandRun Run(string tracefile, params string[] options) =>
        CommandRun.Of(["profile", "kubernetes", "-o", _directory["web.json"], .. options, _directory[tracefile]]);

    /// <summary>What kubectl made of the container web's.</summary>
    private static JsonNode SecurityContext(string manifest)
    {
        var kubectl = Tool.Run("kubectl", "set", "env", "--local", "-f", manifest, "-o", "json", "ADDED=by-the-test");
        // It fails when other documents make no pods, after it has printed those that do.
        Assert.True(kubectl.Output.Length > 0, kubectl.Errors);
        return All(JsonNode.Parse(kubectl.Output[..(kubectl.Output.IndexOf("\n}\n", StringComparison.Ordinal) + 3)])!)
            .OfType<JsonObject>().First(node => (string?)(node["image"] as JsonValue) == "shop/web" || (string?)(node["image"] as JsonValue) == "x")["securityContext"]!;
    }

    private static IEnumerable<JsonNode?> All(JsonNode? node) => node switch
    {
        JsonObject map => map.SelectMany(entry => All(entry.Value)).Prepend(node),
        JsonArray list => list.SelectMany(All),
        _ => [],
    };
}
