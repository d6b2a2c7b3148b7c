using Ctrace.Commands;
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

    [Theory]
    [InlineData("ctrace diff takes A B: B is missing (see 'ctrace diff --help')", "diff", "a")]
    [InlineData("ctrace diff takes A B: A B are missing (see 'ctrace diff --help')", "diff")]
    [InlineData("ctrace profile compare takes A B: B is missing (see 'ctrace profile compare --help')", "profile", "compare", "docker-default")]
    public void WhatIsMissingIsNamed(string line, params string[] words) => Assert.Equal(line, CommandTree.Failure(CommandTree.Parse(words)).Line);

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
