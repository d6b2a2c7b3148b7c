using Ctrace.Core.Tests;
using Xunit;

namespace Ctrace.Tests;

/// <summary>./build on a machine that lacks what it needs: in place of a fresh machine, a PATH with links to all but that.</summary>
public sealed class BuildTests : IDisposable
{
    private readonly DirectoryInfo _path = Directory.CreateTempSubdirectory("ctrace-path-");

    public void Dispose() => _path.Delete(recursive: true);

    [Theory]
    [InlineData("compile")]
    [InlineData("publish")]
    [InlineData("check")]
    [InlineData("lint")]
    [InlineData("unit")]
    [InlineData("live")]
    [InlineData("fuzz", "0")]
    [InlineData("fuzz", "guided")]
    [InlineData("generate")]
    [InlineData("generate-decoding")]
    [InlineData("package")]
    [InlineData("package-core")]
    [InlineData("release")]
    [InlineData("matrix")]
    [InlineData("second-day")]
    [InlineData("demo")]
    [InlineData("bench")]
    [InlineData("setup")]
    public void WithoutACompilerThatIsSaidInOneLineWithWhatHelps(params string[] command)
    {
        var run = Build(name => name.StartsWith("clang", StringComparison.Ordinal) || name == "apt-get", ["build", .. command]);
        Assert.Equal((69, ""), (run.Status, run.Output));
        Assert.Matches("^setup: not installed: [^\n]*clang-[0-9]+[^\n]* \\(./build setup[^\n]*\\)\n$", run.Errors);
    }

    /// <summary>What a command does not need it does not ask for.</summary>
    [Fact]
    public void ToPublishNothingElseIsNeeded()
    {
        var run = Build(name => name is "podman" or "nginx" or "redis-server" or "musl-gcc" or "shellcheck" or "mandoc" or "apt-get", "scripts/setup", "publish");
        Assert.Equal((0, "", ""), (run.Status, run.Output, run.Errors));
    }

    private Tool Build(Func<string, bool> isMissing, params string[] command)
    {
        var linked = new HashSet<string>();
        foreach (var file in Environment.GetEnvironmentVariable("PATH")!.Split(':').Where(Directory.Exists).SelectMany(Directory.EnumerateFileSystemEntries))
        {
            // The first one counts, as in PATH itself.
            var name = Path.GetFileName(file);
            if (!isMissing(name) && linked.Add(name))
            {
                File.CreateSymbolicLink(Path.Combine(_path.FullName, name), file);
            }
        }

        return Tool.Run("env", ["-u", "CLANG", $"PATH={_path.FullName}", $"{SourceFolder.Repository}/{command[0]}", .. command[1..]]);
    }
}
