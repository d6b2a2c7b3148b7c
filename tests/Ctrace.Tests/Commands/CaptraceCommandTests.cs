using Ctrace.Core;
using Xunit;

namespace Ctrace.Tests.Commands;

/// <summary>What is wrong with a command line is said before anything is attached.</summary>
public sealed class CaptraceCommandTests
{
    [Theory]
    [InlineData("-p and a command exclude each other (give one of them, or none for the whole system)", "-p", "1", "--", "ls")]
    [InlineData("--container and -p exclude each other (give one of them, or none for the whole system)", "--container", "x", "-p", "1")]
    [InlineData("--container and a command exclude each other (give one of them, or none for the whole system)", "--container", "x", "--", "ls")]
    [InlineData("-f goes with a process or a command (all processes of a container, or of the system, are watched anyway)", "-f")]
    [InlineData("-f goes with a process or a command (all processes of a container, or of the system, are watched anyway)", "-f", "--container", "x")]
    [InlineData("there is no column 'tme' (did you mean 'time'?)", "--columns", "tme")]
    public void WhatExcludesEachOtherIsAUsageError(string line, params string[] arguments)
    {
        var failure = CommandRun.Of(["captrace", .. arguments]).Failure;
        Assert.NotNull(failure);
        Assert.Equal((FailureKind.Usage, line), (failure.Kind, failure.Line));
    }

    [Theory]
    [InlineData("there is no process 4194305 (see 'ps -e')", "-p", "4194305")]
    [InlineData("there is no process 0 (see 'ps -e')", "-p", "0")]
    [InlineData("/tmp is not a tracing file system (leave -t out, or: mount -t tracefs none /sys/kernel/tracing)", "-t", "/tmp")]
    public void WhatIsNotThereIsNoInput(string line, params string[] arguments)
    {
        var failure = CommandRun.Of(["captrace", .. arguments]).Failure;
        Assert.NotNull(failure);
        Assert.Equal((FailureKind.NoInput, line), (failure.Kind, failure.Line));
    }

    [Theory]
    [InlineData("-p takes a process id, not 'x'", "-p", "x")]
    [InlineData("-p takes a process id, not '-1'", "-p", "-1")]
    [InlineData("--buffer takes a power of two from 1 to 1024, not '3'", "--buffer", "3")]
    [InlineData("--buffer takes a power of two from 1 to 1024, not 'x'", "--buffer", "x")]
    public void AValueOfTheWrongShapeIsNamed(string error, params string[] arguments) =>
        Assert.Contains(error, CommandRun.Errors(["captrace", .. arguments]));
}
