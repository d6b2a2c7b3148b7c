using System.Text.Json;
using Ctrace.Core.Tests;
using Xunit;

namespace Ctrace.Tests;

/// <summary>The bill of materials of a release: CycloneDX 1.5, as its JSON schema has it in what ctrace writes.</summary>
public sealed class ReleaseTests
{
    [Fact]
    public void TheBillOfMaterialsNamesAllThatIsInTheProgram()
    {
        Assert.SkipUnless(Tool.Run("dpkg-query", "--show", "libbpf-dev:amd64").Status == 0, "dpkg has no libbpf-dev of amd64");
        var program = Path.Combine(SourceFolder.Repository, "LICENSE");
        var made = Tool.Run("env", "SOURCE_DATE_EPOCH=1767225600", Path.Combine(SourceFolder.Repository, "scripts/sbom"), "1.2.3", "linux-x64", program);
        Assert.Equal((0, ""), (made.Status, made.Errors));
        Assert.Equal(made.Output, Tool.Run("env", "SOURCE_DATE_EPOCH=1767225600", Path.Combine(SourceFolder.Repository, "scripts/sbom"), "1.2.3", "linux-x64", program).Output);

        using var bill = JsonDocument.Parse(made.Output);
        var root = bill.RootElement;
        Assert.Equal(("CycloneDX", "1.5", 1), (Text(root, "bomFormat"), Text(root, "specVersion"), root.GetProperty("version").GetInt32()));
        Assert.Matches("^urn:uuid:[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$", Text(root, "serialNumber"));
        var subject = root.GetProperty("metadata").GetProperty("component");
        Assert.Equal(("application", "ctrace", "1.2.3"), (Text(subject, "type"), Text(subject, "name"), Text(subject, "version")));
        Assert.Equal("2026-01-01T00:00:00Z", Text(root.GetProperty("metadata"), "timestamp"));
        Assert.Equal(Tool.Run("sha256sum", program).Output.Split(' ')[0], Text(subject.GetProperty("hashes")[0], "content"));

        var parts = root.GetProperty("components").EnumerateArray().ToArray();
        string[] names = [.. parts.Select(part => Text(part, "name"))];
        Assert.Equal(
            ["System.CommandLine", "YamlDotNet", "runtime.linux-x64.Microsoft.DotNet.ILCompiler", "libbpf-dev", "libelf-dev", "libseccomp-dev", "Docker's default seccomp profile"], names);
        Assert.All(parts, part =>
        {
            Assert.Contains(Text(part, "type"), new[] { "library", "data" });
            Assert.StartsWith("pkg:", Text(part, "purl"), StringComparison.Ordinal);
            Assert.NotEmpty(Text(part, "version"));
            Assert.NotEmpty(Text(part.GetProperty("licenses")[0].GetProperty("license"), "id"));
        });

        string[] references = [Text(subject, "bom-ref"), .. parts.Select(part => Text(part, "bom-ref"))];
        Assert.Equal(references.Length, references.Distinct().Count());
        Assert.Equal(references, root.GetProperty("dependencies").EnumerateArray().Select(one => Text(one, "ref")));
        Assert.Equal(references.Skip(1), root.GetProperty("dependencies")[0].GetProperty("dependsOn").EnumerateArray().Select(one => one.GetString()!));
    }

    /// <summary>What the program is linked with statically, as its build has it, is what the bill has.</summary>
    [Fact]
    public void NoLibraryThatIsLinkedStaticallyIsLeftOut()
    {
        var targets = File.ReadAllText(Path.Combine(SourceFolder.Repository, "src/Ctrace/Native.targets"));
        var bill = File.ReadAllText(Path.Combine(SourceFolder.Repository, "scripts/sbom"));
        var archives = System.Text.RegularExpressions.Regex.Matches(targets, @"\$\(LibraryDirectory\)(lib\w+)\.a").Select(match => match.Groups[1].Value).ToArray();
        Assert.NotEmpty(archives);
        Assert.All(archives, archive => Assert.Contains($"\"{archive}-dev\":", bill, StringComparison.Ordinal));
    }

    private static string Text(JsonElement element, string name) => element.GetProperty(name).GetString()!;
}
