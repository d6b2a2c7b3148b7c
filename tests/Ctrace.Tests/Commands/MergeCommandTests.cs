using Ctrace.Core;
using Ctrace.Tests.Files;
using Xunit;

namespace Ctrace.Tests.Commands;

public sealed class MergeCommandTests : IDisposable
{
    private readonly TemporaryDirectory _directory = new();

    public MergeCommandTests()
    {
        Directory.CreateDirectory(_directory["data"]);
        File.WriteAllText(_directory["data/a"], "ARCH\nx86_64\n\nCAPABILITIES\n\nSYSCALLS\nopen\nread\n\nFORMAT\n1\n\nSYSCALL-COUNTS\nx86_64 read 2\n");
        File.WriteAllText(_directory["data/b"], "ARCH\nx86_64\n\nCAPABILITIES\nnet_raw\n\nSYSCALLS\nread\n\nFORMAT\n1\n\nSYSCALL-COUNTS\nx86_64 read 3\n");
    }

    public void Dispose() => _directory.Dispose();

    [Fact]
    public void HasWhatAnyHas()
    {
        Assert.Equal(0, CommandRun.Of("merge", "-o", _directory["m"], _directory["data"]).Code);
        Assert.Equal(
            "ARCH\nx86_64\n\nCAPABILITIES\nnet_raw\n\nSYSCALLS\nopen\nread\n\nFORMAT\n1\n\nSYSCALL-COUNTS\nx86_64 read 5\n", File.ReadAllText(_directory["m"]));
    }

    [Fact]
    public void TheOrderDoesNotMatter()
    {
        CommandRun.Of("merge", "-o", _directory["ab"], _directory["data/a"], _directory["data/b"]);
        CommandRun.Of("merge", "-o", _directory["ba"], _directory["data/b"], _directory["data/a"]);
        Assert.Equal(File.ReadAllText(_directory["ab"]), File.ReadAllText(_directory["ba"]));
    }

    [Fact]
    public void CanReplaceOneOfItsInputs()
    {
        CommandRun.Of("merge", "-o", _directory["data/a"], _directory["data/a"], _directory["data/b"]);
        Assert.Equal("", CommandRun.Of("diff", _directory["data/a"], _directory["data/a"]).Output);
        Assert.Contains("net_raw", File.ReadAllText(_directory["data/a"]), StringComparison.Ordinal);
    }

    [Fact]
    public void AnUnreadableOneLeavesTheOutputAsItWas()
    {
        File.WriteAllText(_directory["m"], "old");
        Assert.Equal(FailureKind.NoInput, CommandRun.Of("merge", "-o", _directory["m"], _directory["data/a"], _directory["missing"]).Failure?.Kind);
        Assert.Equal("old", File.ReadAllText(_directory["m"]));
    }
}
