using Ctrace.Core;
using Xunit;

namespace Ctrace.Tests.Commands;

/// <summary>What is wrong with a command line is said before anything is run.</summary>
public sealed class TrialOptionsTests
{
    private const string OneOf = "restrict the container by one of --profile, --options, --tracefile and --learn (ctrace run -o FILE records what a container needs)";

    [Theory]
    [InlineData(FailureKind.Usage, OneOf, "--", "image")]
    [InlineData(FailureKind.Usage, OneOf, "--profile", "a", "--tracefile", "b", "--", "image")]
    [InlineData(FailureKind.Usage, OneOf, "--learn", "a", "--tracefile", "b", "--", "image")]
    [InlineData(FailureKind.Usage, "--static runs nothing: it goes with no other restriction, and with nothing that is for a run (leave out --static, or the other options)",
        "--static", "a", "--times", "2", "b")]
    [InlineData(FailureKind.Usage, "--cap-add, --cap-drop and --accept-conditions go with --static (what is for docker run stands behind --)",
        "--profile", "a", "--cap-add", "CHOWN", "--", "image")]
    [InlineData(FailureKind.Usage, "--minimize needs to know the capabilities that were used (give --tracefile or --learn)", "--minimize", "--profile", "a", "--", "image")]
    [InlineData(FailureKind.Usage, "--arguments is for the profile of a recording (give --tracefile or --learn; a profile that was made with --arguments is so already)",
        "--arguments", "--options", "--cap-drop=ALL", "--", "image")]
    [InlineData(FailureKind.Usage, "--options takes words for 'docker run', and would need a shell to be understood (quote them as 'ctrace options' does)",
        "--options", "--cap-add=$(id)", "--", "image")]
    [InlineData(FailureKind.Usage, "--rounds goes with --learn (give --learn, or leave --rounds out)", "--options", "--cap-drop=ALL", "--rounds", "2", "--", "image")]
    [InlineData(FailureKind.Usage, "--check-timeout goes with --check (give --check, or leave --check-timeout out)", "--options", "--cap-drop=ALL", "--check-timeout", "2", "--", "image")]
    public void BadInputIsOneLine(FailureKind kind, string line, params string[] arguments)
    {
        var failure = CommandRun.Of(["verify", .. arguments]).Failure;
        Assert.NotNull(failure);
        Assert.Equal((kind, line), (failure.Kind, failure.Line));
    }

    [Theory]
    [InlineData("--profile")]
    [InlineData("--tracefile")]
    [InlineData("--learn")]
    public void AFileThatIsNotThereIsNoInput(string option) =>
        Assert.Equal(FailureKind.NoInput, CommandRun.Of("verify", option, "/no/such/file", "--", "image").Failure?.Kind);

    [Theory]
    [InlineData("it cannot be detached", "-d")]
    [InlineData("a privileged container has no restrictions", "--privileged")]
    [InlineData("--security-opt seccomp would take the place", "--security-opt", "seccomp=unconfined")]
    [InlineData("--cap-add would undo", "--cap-add", "ALL")]
    public void WhatWouldUndoTheRestrictionsIsRefused(string said, params string[] words)
    {
        var failure = CommandRun.Of(["verify", "--options", "--cap-drop=ALL", "--", .. words, "image"]).Failure;
        Assert.Equal(FailureKind.Usage, failure?.Kind);
        Assert.Contains(said, failure!.Line, StringComparison.Ordinal);
    }
}
