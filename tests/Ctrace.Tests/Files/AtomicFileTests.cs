using System.Diagnostics;
using System.Text;
using Ctrace.Core;
using Ctrace.Files;
using Xunit;

namespace Ctrace.Tests.Files;

public sealed class AtomicFileTests : IDisposable
{
    private readonly TemporaryDirectory _directory = new();

    public void Dispose() => _directory.Dispose();

    [Fact]
    public void WritesAndReplaces()
    {
        Write(_directory["x"], "one");
        Write(_directory["x"], "two");
        Assert.Equal("two", File.ReadAllText(_directory["x"]));
        Assert.Equal(["x"], _directory.Names());
    }

    [Fact]
    public void KeepsTheMode()
    {
        Write(_directory["x"], "one");
        File.SetUnixFileMode(_directory["x"], UnixFileMode.UserRead | UnixFileMode.UserWrite);
        Write(_directory["x"], "two");
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(_directory["x"]));
    }

    [Fact]
    public void FollowsLinksAndLeavesThem()
    {
        Directory.CreateDirectory(_directory["d"]);
        Write(_directory["d/x"], "one");
        File.CreateSymbolicLink(_directory["link"], "second");
        File.CreateSymbolicLink(_directory["second"], "d/x");
        File.CreateSymbolicLink(_directory["dangling"], "d/new");
        Write(_directory["link"], "two");
        Write(_directory["dangling"], "three");
        Assert.Equal("two", File.ReadAllText(_directory["d/x"]));
        Assert.Equal("three", File.ReadAllText(_directory["d/new"]));
        Assert.Equal(["d", "d/new", "d/x", "dangling", "link", "second"], _directory.Names());
        Assert.Equal("second", new FileInfo(_directory["link"]).LinkTarget);
    }

    [Theory]
    [InlineData("d", "Is a directory")]
    [InlineData("d/", "Is a directory")]
    [InlineData("d/..", "Is a directory")]
    [InlineData("missing/x", "No such file or directory")]
    [InlineData("file/x", "Not a directory")]
    [InlineData("circle", "Too many levels of symbolic links")]
    public void SaysWhyItCannot(string name, string reason)
    {
        Directory.CreateDirectory(_directory["d"]);
        File.WriteAllText(_directory["file"], "");
        File.CreateSymbolicLink(_directory["circle"], "circle");
        var path = $"{_directory.Path}/{name}";
        var failure = Assert.Throws<CtraceException>(() => Write(path, "one"));
        Assert.Equal(FailureKind.CannotCreate, failure.Kind);
        Assert.StartsWith($"cannot write {path}", failure.Message, StringComparison.Ordinal);
        Assert.Contains(reason, failure.Message, StringComparison.Ordinal);
        Assert.Equal(["circle", "d", "file"], _directory.Names());
    }

    [Fact]
    public void AFullDiskLeavesTheOldFileWhole()
    {
        using var disk = TemporaryDirectory.Mounted("16k");
        Write(disk["x"], "one");
        var failure = Assert.Throws<CtraceException>(() => Write(disk["x"], new string('x', 100_000)));
        Assert.Equal(FailureKind.InputOutput, failure.Kind);
        Assert.Equal("one", File.ReadAllText(disk["x"]));
        Assert.Equal(["x"], disk.Names());
    }

    [Fact]
    public void WritesToADevice()
    {
        Write("/dev/null", "one");
        Assert.Equal("cannot write to /dev/full: No space left on device", Assert.Throws<CtraceException>(() => Write("/dev/full", "one")).Message);
        Assert.True(File.Exists("/dev/null"));
    }

    [Fact]
    public async Task WritesToAPipe()
    {
        TemporaryDirectory.Run("mkfifo", _directory["pipe"]);
        var reader = Task.Run(() => File.ReadAllText(_directory["pipe"]), TestContext.Current.CancellationToken);
        Write(_directory["pipe"], "one");
        Assert.Equal("one", await reader);
        Assert.Equal(["pipe"], _directory.Names());
    }

    [Theory]
    [InlineData("", 0, "")]
    [InlineData(" >> seen", 0, "")]
    [InlineData(" > /dev/full", 74, "ctrace: cannot write to standard output: No space left on device\n")]
    [InlineData(" >&-", 74, "ctrace: cannot write to standard output: Bad file descriptor\n")]
    [InlineData(" | true", 0, "")]
    public void AHyphenIsStandardOutput(string redirection, int code, string error)
    {
        File.WriteAllText(_directory["a"], "ARCH\nx86_64\n\nCAPABILITIES\n\nSYSCALLS\nread\n");
        File.WriteAllText(_directory["seen"], "before\n");
        var start = new ProcessStartInfo("bash", ["-o", "pipefail", "-c", $"'{AppContext.BaseDirectory}/ctrace' merge -o - a{redirection}"])
        {
            WorkingDirectory = _directory.Path,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        using var shell = Process.Start(start)!;
        var output = shell.StandardOutput.ReadToEnd();
        Assert.Equal(error, shell.StandardError.ReadToEnd());
        shell.WaitForExit();
        Assert.Equal(code, shell.ExitCode);
        Assert.StartsWith(redirection.Length == 0 ? "ARCH\n" : "", output, StringComparison.Ordinal);
        Assert.StartsWith(redirection == " >> seen" ? "before\nARCH\n" : "before\n", File.ReadAllText(_directory["seen"]), StringComparison.Ordinal);
    }

    private static void Write(string path, string content) => AtomicFile.Write(path, Encoding.UTF8.GetBytes(content));
}
