using Ctrace.Core;
using Ctrace.Tests.Files;
using Xunit;

namespace Ctrace.Tests.Commands;

public sealed class DiffCommandTests : IDisposable
{
    private readonly TemporaryDirectory _directory = new();

    public DiffCommandTests()
    {
        File.WriteAllText(_directory["a"], "ARCH\nx86_64\n\nCAPABILITIES\n\nSYSCALLS\nbind\nopen\nread\n");
        File.WriteAllText(_directory["b"], "ARCH\nx86_64\n\nCAPABILITIES\nnet_raw\n\nSYSCALLS\nclose\nread\n");
    }

    public void Dispose() => _directory.Dispose();

    [Fact]
    public void DifferencesAreExitCode1AndNoErrorLine()
    {
        var run = CommandRun.Of("diff", _directory["a"], _directory["b"]);
        Assert.Equal("CAPABILITIES\n+net_raw\n\nSYSCALLS\n-bind\n-open\n+close\n", run.Output);
        Assert.Equal((1, "", null), (run.Code, run.Error, run.Failure));
    }

    [Fact]
    public void NoneAreExitCode0()
    {
        var run = CommandRun.Of("diff", _directory["a"], _directory["a"]);
        Assert.Equal((0, "", ""), (run.Code, run.Output, run.Error));
    }

    [Fact]
    public void AMissingTracefileIsNoDifference() =>
        Assert.Equal(FailureKind.NoInput, CommandRun.Of("diff", _directory["a"], _directory["missing"]).Failure?.Kind);
}
