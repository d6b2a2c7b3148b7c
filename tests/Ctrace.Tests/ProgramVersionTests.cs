using Ctrace.Core.Tests;
using Ctrace.Tests.Commands;
using Ctrace.Tests.Files;
using Xunit;

namespace Ctrace.Tests;

/// <summary>The version that scripts/version computes: what the program says, and how versions follow each other.</summary>
public sealed class ProgramVersionTests : IDisposable
{
    private readonly TemporaryDirectory _copy = new();

    public ProgramVersionTests()
    {
        Directory.CreateDirectory(_copy["scripts"]);
        File.Copy(Path.Combine(SourceFolder.Repository, "scripts/version"), _copy["scripts/version"]);
        File.Copy(Path.Combine(SourceFolder.Repository, "Directory.Build.props"), _copy["Directory.Build.props"]);
    }

    public void Dispose() => _copy.Dispose();

    [Fact]
    public void TheProgramSaysItsNameAndVersion()
    {
        Assert.Equal($"ctrace {ProgramVersion.Current}\n", CommandRun.Of("--version").Output);
        Assert.Matches("^[0-9]+\\.[0-9]+\\.[0-9]+~git[0-9]+(\\.[0-9a-f]{12,})?$", ProgramVersion.Current);
    }

    [Fact]
    public void EachCommitsVersionIsGreaterForDpkgAndLessThanTheReleases()
    {
        Git("init", "--quiet");
        var versions = new List<string> { "0.1.0~git0" };
        for (var commit = 0; commit < 11; commit++)
        {
            Git("-c", "user.name=x", "-c", "user.email=x@localhost", "commit", "--quiet", "--allow-empty", "--message", $"{commit}");
            versions.Add(Version());
        }

        versions.Add("0.1.0");
        Assert.All(versions.Zip(versions.Skip(1)), pair => Assert.Equal(0, Tool.Run("dpkg", "--compare-versions", pair.First, "lt", pair.Second).Status));
    }

    /// <summary>An unpacked archive, even inside of another repository.</summary>
    [Fact]
    public void WithoutARepositoryOfItsOwnNoCommitsAreCounted()
    {
        Git("init", "--quiet");
        Git("-c", "user.name=x", "-c", "user.email=x@localhost", "commit", "--quiet", "--allow-empty", "--message", "another project");
        Directory.CreateDirectory(_copy["inner/scripts"]);
        File.Move(_copy["scripts/version"], _copy["inner/scripts/version"]);
        File.Move(_copy["Directory.Build.props"], _copy["inner/Directory.Build.props"]);
        Assert.Equal("0.1.0~git0\n", Tool.Run(_copy["inner/scripts/version"]).Output);
    }

    [Fact]
    public void AShallowCloneNamesItsCommitAndCountsNone()
    {
        Git("init", "--quiet");
        Git("add", ".");
        for (var commit = 0; commit < 2; commit++)
        {
            Git("-c", "user.name=x", "-c", "user.email=x@localhost", "commit", "--quiet", "--allow-empty", "--message", $"{commit}");
        }

        Git("clone", "--quiet", "--depth=1", $"file://{_copy.Path}", _copy["clone"]);
        Assert.Matches("^0\\.1\\.0~git0\\.[0-9a-f]{12}\n$", Tool.Run(_copy["clone/scripts/version"]).Output);
    }

    private string Version()
    {
        var run = Tool.Run(_copy["scripts/version"]);
        Assert.Equal((0, ""), (run.Status, run.Errors));
        return run.Output.TrimEnd('\n');
    }

    private void Git(params string[] arguments)
    {
        var run = Tool.RunIn(_copy.Path, "git", arguments);
        Assert.True(run.Status == 0, run.Errors);
    }
}
