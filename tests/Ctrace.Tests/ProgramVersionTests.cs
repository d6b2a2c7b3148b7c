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
    }

    public void Dispose() => _copy.Dispose();

    [Fact]
    public void TheProgramSaysItsNameAndVersion()
    {
        Assert.Equal($"ctrace {ProgramVersion.Current}\n", CommandRun.Of("--version").Output);
        Assert.Matches("^[0-9]+\\.[0-9]+\\.[0-9]+(-(rc\\.[0-9]+\\.)?git\\.[0-9]+(\\+[0-9a-f]{12,})?|-rc\\.[0-9]+)?$", ProgramVersion.Current);
    }

    /// <summary>Packages that were made before there were tags, commits before the first tag, candidates, releases, and what is between them.</summary>
    [Fact]
    public void EachCommitsVersionIsGreaterForDpkgAndForNuGet()
    {
        Git("init", "--quiet");
        var debian = new List<string> { "0.1.0~git0", "0.1.0~git347.d9e1e0d9a128", "0.1.0~git.0" };
        var semantic = new List<string> { "0.1.0-git.0" };
        foreach (var tags in new string[][] { [], [], ["v0.1.0-rc.1"], [], ["v0.1.0-rc.2"], [], [], ["v0.1.0-rc.10"], ["v0.1.0"], [], [], [], [], [], [], [], [], [], [], [], ["v0.1.9"], [], ["v0.1.10"], [], ["v0.2.0-rc.1", "v0.2.0"], [], ["v1.0.0"], [] })
        {
            Commit("another");
            Array.ForEach(tags, tag => Git("tag", tag));
            debian.Add(Version("debian"));
            semantic.Add(Version());
        }

        Assert.Equal(["0.1.0", "0.1.9", "0.1.10", "0.2.0", "1.0.0"], semantic.Where(version => !version.Contains('-', StringComparison.Ordinal)));
        Assert.Equal(semantic.Skip(1).Select(version => version.Replace('-', '~')), debian.Skip(3));
        Assert.All(debian.Zip(debian.Skip(1)), pair => Assert.True(Tool.Run("dpkg", "--compare-versions", pair.First, "lt", pair.Second).Status == 0, $"{pair}"));
        Assert.All(semantic.Zip(semantic.Skip(1)), pair => Assert.True(Precedence(pair.First, pair.Second) < 0, $"{pair}"));
    }

    /// <summary>What is no release's tag, and a tag that does not lead to the commit.</summary>
    [Fact]
    public void OtherTagsDoNotCount()
    {
        Git("init", "--quiet", "--initial-branch=main");
        Commit("first");
        Git("checkout", "--quiet", "-b", "aside");
        Commit("aside");
        Git("tag", "v3.0.0");
        Git("checkout", "--quiet", "main");
        Array.ForEach(["v2", "v2.0", "v2.0.0-beta.1", "2.0.0", "v02.0.0", "v2.0.0;x", "nightly"], tag => Git("tag", tag));
        Assert.StartsWith("0.1.0-git.1+", Version(), StringComparison.Ordinal);
    }

    [Fact]
    public void AnAnnotatedTagCountsAsAnyOther()
    {
        Git("init", "--quiet");
        Commit("release");
        Git("-c", "user.name=x", "-c", "user.email=x@localhost", "tag", "--annotate", "--message", "ctrace 0.4.2", "v0.4.2");
        Assert.Equal("0.4.2", Version());
        Commit("next");
        Assert.Matches("^0\\.4\\.3-git\\.1\\+[0-9a-f]{12}$", Version());
    }

    /// <summary>An unpacked archive, even inside of another repository.</summary>
    [Fact]
    public void WithoutARepositoryOfItsOwnNoCommitsAreCounted()
    {
        Git("init", "--quiet");
        Commit("another project");
        Directory.CreateDirectory(_copy["inner/scripts"]);
        File.Move(_copy["scripts/version"], _copy["inner/scripts/version"]);
        Assert.Equal("0.1.0-git.0\n", Tool.Run(_copy["inner/scripts/version"]).Output);
    }

    [Fact]
    public void AShallowCloneNamesItsCommitAndCountsNone()
    {
        Git("init", "--quiet");
        Git("add", ".");
        for (var commit = 0; commit < 2; commit++)
        {
            Commit($"{commit}");
        }

        Git("clone", "--quiet", "--depth=1", $"file://{_copy.Path}", _copy["clone"]);
        Assert.Matches("^0\\.1\\.0-git\\.0\\+[0-9a-f]{12}\n$", Tool.Run(_copy["clone/scripts/version"]).Output);
    }

    private string Version(params string[] form)
    {
        var run = Tool.Run(_copy["scripts/version"], form);
        Assert.Equal((0, ""), (run.Status, run.Errors));
        return run.Output.TrimEnd('\n');
    }

    /// <summary>The order of semver.org, 11: NuGet's too. What is behind a plus does not count.</summary>
    private static int Precedence(string one, string other)
    {
        var (first, second) = (Identifiers(one), Identifiers(other));
        for (var at = 0; at < 3; at++)
        {
            if (Number(first.Core[at]).CompareTo(Number(second.Core[at])) is not 0 and var order)
            {
                return order;
            }
        }

        if (first.Pre.Length == 0 || second.Pre.Length == 0)
        {
            return second.Pre.Length.CompareTo(first.Pre.Length);
        }

        foreach (var (a, b) in first.Pre.Zip(second.Pre))
        {
            var order = (int.TryParse(a, out var x), int.TryParse(b, out var y)) switch
            {
                (true, true) => x.CompareTo(y),
                (true, false) => -1,
                (false, true) => 1,
                _ => string.CompareOrdinal(a, b),
            };
            if (order != 0)
            {
                return order;
            }
        }

        return first.Pre.Length.CompareTo(second.Pre.Length);
    }

    private static int Number(string digits) => int.Parse(digits, System.Globalization.CultureInfo.InvariantCulture);

    private static (string[] Core, string[] Pre) Identifiers(string version)
    {
        var parts = version.Split('+')[0].Split('-', 2);
        return (parts[0].Split('.'), parts is [_, var pre] ? pre.Split('.') : []);
    }

    private void Commit(string message) => Git("-c", "user.name=x", "-c", "user.email=x@localhost", "commit", "--quiet", "--allow-empty", "--message", message);

    private void Git(params string[] arguments)
    {
        var run = Tool.RunIn(_copy.Path, "git", arguments);
        Assert.True(run.Status == 0, run.Errors);
    }
}
