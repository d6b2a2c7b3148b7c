using System.Text;
using Ctrace.Core;
using Ctrace.Files;
using Ctrace.Tracefiles;
using Ctrace.Views;
using Xunit;

namespace Ctrace.Tests.Files;

/// <summary>
/// Others' links and files, where everyone makes files: as fs.protected_symlinks, fs.protected_regular and fs.protected_fifos have it, whatever this
/// machine has them set to.
/// </summary>
public sealed class OutputPathTests : IDisposable
{
    private const string Stranger = "65534";

    private readonly TemporaryDirectory _place = new();

    public OutputPathTests()
    {
        Assert.SkipUnless(Environment.IsPrivilegedProcess, "giving files away needs root");
        foreach (var (name, mode) in new[] { ("shared", "1777"), ("open", "0777"), ("team", "1770"), ("theirs", "1777") })
        {
            Directory.CreateDirectory(_place[name]);
            TemporaryDirectory.Run("chmod", mode, _place[name]);
        }

        TemporaryDirectory.Run("chown", Stranger, _place["theirs"]);
        Directory.CreateDirectory(_place["mine"]);
        File.WriteAllText(_place["mine/victim"], "one");
    }

    public void Dispose() => _place.Dispose();

    [Theory]
    [InlineData("shared/link", "../mine/victim")]
    [InlineData("shared/link", "../mine/new")] // nothing there
    [InlineData("shared/link", "/dev/null")]
    [InlineData("shared/link/victim", "../mine")] // a directory on the way
    [InlineData("mine/../shared/link", "../mine/victim")]
    public void AStrangersLinkIsNotFollowed(string path, string target)
    {
        var before = Before();
        Link("shared/link", target, Stranger);
        Refused(path);
        Assert.Equal(before, Before());
    }

    [Fact]
    public void ALinkOfOnesOwnThatLeadsToAStrangersIsNotFollowed()
    {
        Link("mine/link", "../shared/link", "0");
        Link("shared/link", "../mine/victim", Stranger);
        Refused("mine/link");
        Assert.Equal("one", File.ReadAllText(_place["mine/victim"]));
    }

    [Theory]
    [InlineData("shared", "0")] // one's own
    [InlineData("open", Stranger)] // whoever may make it may replace everything there, too
    [InlineData("theirs", Stranger)] // the directory's owner's
    public void OtherLinksAreFollowedAndStay(string directory, string owner)
    {
        Link($"{directory}/link", "../mine/victim", owner);
        Write($"{directory}/link");
        Assert.Equal("two", File.ReadAllText(_place["mine/victim"]));
        Assert.Equal("../mine/victim", new FileInfo(_place[$"{directory}/link"]).LinkTarget);
    }

    [Theory]
    [InlineData("shared")]
    [InlineData("team")] // fs.protected_regular=2
    public void AStrangersFileIsNotWritten(string directory)
    {
        File.WriteAllText(_place[$"{directory}/file"], "one");
        TemporaryDirectory.Run("chown", Stranger, _place[$"{directory}/file"]);
        Refused($"{directory}/file");
        Assert.Equal("one", File.ReadAllText(_place[$"{directory}/file"]));
    }

    [Fact]
    public void AStrangersPipeIsNotOpened()
    {
        TemporaryDirectory.Run("mkfifo", _place["shared/pipe"]);
        TemporaryDirectory.Run("chown", Stranger, _place["shared/pipe"]);
        Refused("shared/pipe");
    }

    [Theory]
    [InlineData("shared", "0")]
    [InlineData("open", Stranger)]
    [InlineData("theirs", Stranger)]
    public void OtherFilesAre(string directory, string owner)
    {
        File.WriteAllText(_place[$"{directory}/file"], "one");
        TemporaryDirectory.Run("chown", owner, _place[$"{directory}/file"]);
        Write($"{directory}/file");
        Assert.Equal("two", File.ReadAllText(_place[$"{directory}/file"]));
    }

    [Fact]
    public void ADirectoryThatOthersMayOnlyPassThroughIsPassed()
    {
        Directory.CreateDirectory(_place["mine/in"]);
        TemporaryDirectory.Run("chmod", "0711", _place["mine"], _place.Path);
        TemporaryDirectory.Run("chmod", "0777", _place["mine/in"]);
        File.WriteAllText(_place["mine/a"], "ARCH\nx86_64\n\nCAPABILITIES\n\nSYSCALLS\nread\n");
        TemporaryDirectory.Run("chmod", "0644", _place["mine/a"]);
        Assert.SkipUnless(IsOpenToAll(AppContext.BaseDirectory), "another user may not run the program here");
        var tool = Tool.Run("setpriv", "--reuid", Stranger, "--clear-groups", Path.Combine(AppContext.BaseDirectory, "ctrace"), "merge", "-o", _place["mine/in/x"], _place["mine/a"]);
        Assert.Equal((0, ""), (tool.Status, tool.Errors));
    }

    [Fact]
    public void TheDataDirectoryIsNoStrangersEither()
    {
        Link("shared/data", "../mine", Stranger);
        foreach (var path in (string[])["shared/data", "shared/data/", "shared/data/new"])
        {
            Assert.Equal(FailureKind.Permission, Assert.Throws<CtraceException>(() => DataDirectory.Open(_place[path])).Kind);
        }

        Directory.CreateDirectory(_place["shared/dir"]);
        TemporaryDirectory.Run("chown", Stranger, _place["shared/dir"]);
        Assert.Equal(FailureKind.Permission, Assert.Throws<CtraceException>(() => DataDirectory.Open(_place["shared/dir"])).Kind);
        using var own = DataDirectory.Open(_place["shared/own"]);
        Assert.Equal(_place["shared/own"], own.Path);
    }

    private static bool IsOpenToAll(string directory)
    {
        for (var at = new DirectoryInfo(directory); at is not null; at = at.Parent)
        {
            if ((at.UnixFileMode & UnixFileMode.OtherExecute) == 0)
            {
                return false;
            }
        }

        return true;
    }

    private string Before() => string.Join(' ', Directory.EnumerateFileSystemEntries(_place["mine"]).Order(StringComparer.Ordinal)) + File.ReadAllText(_place["mine/victim"]);

    private void Link(string path, string target, string owner)
    {
        File.CreateSymbolicLink(_place[path], target);
        TemporaryDirectory.Run("chown", "-h", owner, _place[path]);
    }

    /// <summary>By both ways in which ctrace writes a file: whole, and as things come.</summary>
    private void Refused(string path)
    {
        Action[] ways = [() => AtomicFile.Write(_place[path], "two"u8), () => EventOutput.Open(_place[path], besideCommand: false).Dispose()];
        foreach (var way in ways)
        {
            var failure = Assert.Throws<CtraceException>(way);
            Assert.Equal(FailureKind.Permission, failure.Kind);
            Assert.StartsWith($"cannot write {_place[path]}: ", failure.Message, StringComparison.Ordinal);
            Assert.Contains("belongs to another user", failure.Message, StringComparison.Ordinal);
        }
    }

    private void Write(string path)
    {
        using (var output = EventOutput.Open(_place[path], besideCommand: false))
        {
            output.WriteLine("three, which is longer");
            output.Flush();
        }

        Assert.Equal("three, which is longer\n", File.ReadAllText(_place[path]));
        AtomicFile.Write(_place[path], Encoding.UTF8.GetBytes("two"));
    }
}
