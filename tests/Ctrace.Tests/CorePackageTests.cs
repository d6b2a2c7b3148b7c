using System.IO.Compression;
using System.Xml.Linq;
using Ctrace.Core.Tests;
using Ctrace.Tests.Files;
using Xunit;

namespace Ctrace.Tests;

/// <summary>The NuGet package of the pure half: made as for a release, and used by a program that knows nothing else of this repository.</summary>
public sealed class CorePackageTests : IDisposable
{
    private readonly TemporaryDirectory _directory = new();

    public void Dispose() => _directory.Dispose();

    [Fact]
    public void TheSampleIsBuiltOnThePackageAloneAndLints()
    {
        var packed = Tool.Run(Path.Combine(SourceFolder.Repository, "scripts/package-core"), _directory["dist"]);
        Assert.True(packed.Status == 0, packed.Output + packed.Errors);
        var package = Assert.Single(Directory.GetFiles(_directory["dist"]));
        Assert.Matches("^Ctrace\\.Core\\.[0-9]+\\.[0-9]+\\.[0-9]+(-[a-z0-9.]+)?\\.nupkg$", Path.GetFileName(package));
        AssertContent(package);

        // Restored of the package's directory and of what this machine has already: nothing is fetched.
        Directory.CreateDirectory(_directory["lint"]);
        foreach (var file in new[] { "lint.csproj", "Program.cs" })
        {
            File.Copy(Path.Combine(SourceFolder.Repository, "samples/lint", file), _directory[$"lint/{file}"]);
        }

        var cache = Environment.GetEnvironmentVariable("NUGET_PACKAGES") ?? Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".nuget/packages");
        File.WriteAllText(_directory["lint/nuget.config"], $"""
            <configuration>
              <packageSources><clear /><add key="packed" value="{_directory["dist"]}" /><add key="cache" value="{cache}" /></packageSources>
            </configuration>
            """);
        var built = Tool.RunIn(_directory["lint"], "env", $"NUGET_PACKAGES={_directory["packages"]}", "MSBUILDDISABLENODEREUSE=1", "DOTNET_CLI_USE_MSBUILD_SERVER=0",
            "dotnet", "build", "-c", "Release", "-v", "quiet", "--nologo", "-p:UseSharedCompilation=false", "-p:NuGetAudit=false", "-o", _directory["out"]);
        Assert.True(built.Status == 0, built.Output + built.Errors);

        File.WriteAllText(_directory["good.json"], """{ "defaultAction": "SCMP_ACT_ALLOW" }""");
        File.WriteAllText(_directory["bad.json"], """{ "defaultAction": "SCMP_ACT_ERRNO", "syscalls": [{ "names": ["raed"], "action": "SCMP_ACT_ALLOW" }] }""");
        File.WriteAllText(_directory["broken.json"], "{");
        Assert.Equal(0, Lint("good.json").Status);
        var bad = Lint("bad.json");
        Assert.Equal(1, bad.Status);
        Assert.Contains("did you mean 'read'?", bad.Output, StringComparison.Ordinal);
        var broken = Lint("broken.json");
        Assert.Equal((65, 1), (broken.Status, broken.Errors.Count(letter => letter == '\n')));
    }

    private Tool Lint(string file) => Tool.RunIn(_directory.Path, "dotnet", _directory["out/lint.dll"], file);

    /// <summary>The library, its documentation, a README, and the licences; no path of the machine that made it, and no date.</summary>
    private static void AssertContent(string package)
    {
        using var archive = ZipFile.OpenRead(package);
        Assert.Equal(
            ["Ctrace.Core.nuspec", "LICENSE", "LICENSE.docker-default", "README.md", "lib/net10.0/Ctrace.Core.dll", "lib/net10.0/Ctrace.Core.xml"],
            archive.Entries.Select(entry => entry.FullName).Where(name => name[0] is not ('_' or '[') && !name.StartsWith("package/", StringComparison.Ordinal)).Order(StringComparer.Ordinal));
        Assert.Single(archive.Entries.Select(entry => entry.LastWriteTime).Distinct());
        using var stream = archive.GetEntry("lib/net10.0/Ctrace.Core.xml")!.Open();
        var documented = XDocument.Load(stream).Descendants("member").Select(member => (string)member.Attribute("name")!).ToHashSet();
        Assert.Contains("T:Ctrace.Core.Seccomp.Lint.SeccompLint", documented);
    }
}
