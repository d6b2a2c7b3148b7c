using Ctrace.Core;
using Ctrace.Tests.Files;
using Ctrace.Tracefiles;
using Xunit;

namespace Ctrace.Tests.Tracefiles;

public sealed class TracefileInputTests : IDisposable
{
    private readonly TemporaryDirectory _directory = new();

    public void Dispose() => _directory.Dispose();

    [Fact]
    public void DirectoriesStandForTheFilesBelow()
    {
        foreach (var name in (string[])["b", "a/y", "a/x", "a/.hidden", ".ctrace.tmp", ".git/z", "c.d/e/f"])
        {
            Directory.CreateDirectory(Path.GetDirectoryName(_directory[name])!);
            File.WriteAllText(_directory[name], "");
        }

        File.CreateSymbolicLink(_directory["link"], "b");
        File.CreateSymbolicLink(_directory["a/circle"], "..");
        Assert.Equal(
            ["missing", _directory["a/x"], _directory["a/y"], _directory["b"], _directory["c.d/e/f"], _directory["link"], _directory["b"]],
            TracefileInput.Expand(["missing", _directory.Path, _directory["b"]]));
    }

    [Fact]
    public void ADirectoryWithoutFilesIsNoInput()
    {
        Directory.CreateDirectory(_directory["a/b"]);
        File.WriteAllText(_directory["a/.hidden"], "");
        var failure = Assert.Throws<CtraceException>(() => TracefileInput.Expand([_directory["a"]]).ToList());
        Assert.Equal(FailureKind.NoInput, failure.Kind);
        Assert.Equal($"no tracefile in the directory {_directory["a"]}", failure.Message);
    }

    [Fact]
    public void APipeInADirectoryIsNotWaitedFor()
    {
        TemporaryDirectory.Run("mkfifo", _directory["pipe"]);
        Assert.Throws<CtraceException>(() => TracefileInput.Expand([_directory.Path]).ToList());
    }

    [Theory]
    [InlineData("missing", "No such file or directory")]
    [InlineData("a", "it is a directory")]
    public void SaysWhyItCannotRead(string name, string reason)
    {
        Directory.CreateDirectory(_directory["a"]);
        var failure = Assert.Throws<CtraceException>(() => TracefileInput.Read(_directory[name]));
        Assert.Equal(FailureKind.NoInput, failure.Kind);
        Assert.Equal($"cannot read {_directory[name]}: {reason}", failure.Message);
    }

    [Fact]
    public async Task APipeThatTheUserNamedIsRead()
    {
        TemporaryDirectory.Run("mkfifo", _directory["pipe"]);
        var writer = Task.Run(
            () => File.WriteAllText(_directory["pipe"], "ARCH\nx86_64\nCAPABILITIES\nSYSCALLS\nread\n"), TestContext.Current.CancellationToken);
        Assert.Single(TracefileInput.Read(_directory["pipe"]).Syscalls);
        await writer;
    }
}
