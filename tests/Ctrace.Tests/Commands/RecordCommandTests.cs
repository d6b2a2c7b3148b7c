using Ctrace.Core;
using Xunit;

namespace Ctrace.Tests.Commands;

/// <summary>What is refused before anything is run; the rest is for the live tests.</summary>
public sealed class RecordCommandTests
{
    private const string NoDirectory = "/nodir/x.trace: No such file or directory (its directory does not exist, or was removed)";

    /// <summary>What is recorded would be lost when it cannot be written: that is said before anything runs.</summary>
    [Theory]
    [InlineData("record", "/nodir/x.trace", "-- ls", NoDirectory)]
    [InlineData("record", "/tmp", "-- ls", "/tmp: Is a directory (name a file)")]
    [InlineData("record", "", "-- ls", "a file without a name")]
    [InlineData("run", "/nodir/x.trace", "-- --rm web", NoDirectory)]
    [InlineData("run", "/nodir/x.trace", "-- -d web", NoDirectory)]
    [InlineData("requirements", "/nodir/x.trace", "", NoDirectory)]
    public void WhereNothingCanBeWrittenNothingIsRun(string command, string path, string rest, string why)
    {
        var run = CommandRun.Of([command, "-o", path, .. rest.Split(' ', StringSplitOptions.RemoveEmptyEntries)]);
        Assert.Equal((FailureKind.CannotCreate, $"cannot write {why}"), (run.Failure?.Kind, run.Failure?.Line));
    }

    [Fact]
    public void NothingToRecord() => Refused("nothing to record (give a command behind --, or one of --container, --unit, --cgroup and --pid)", "record");

    [Fact]
    public void ACommandAndAContainer() => Refused(
        "--container and a command exclude each other (record one of them)", "record", "--container", "web", "--", "ls");

    [Fact]
    public void ARestartOfNoUnit() => Refused("--restart goes with --unit (give --unit, or leave --restart out)", "record", "--restart", "--pid", "1");

    [Theory]
    [InlineData("-x.service")]
    [InlineData("a b")]
    [InlineData("../x")]
    public void WhatIsNoNameOfAUnit(string name) => Refused($"'{name}' is no name of a unit (name a service: nginx.service)", "record", $"--unit={name}");

    [Fact]
    public void TheCgroupOfTheWholeMachine() => Refused("'/sys/..' is the cgroup of the whole machine (name one below it: see 'systemd-cgls')", "record", "--cgroup", "/sys/..");

    [Fact]
    public void ACgroupThatIsNotThere() => Assert.Equal(
        (FailureKind.NoInput, "there is no cgroup nosuch.slice (see 'systemd-cgls')"), (CommandRun.Of("record", "--cgroup", "nosuch.slice").Failure?.Kind, CommandRun.Of("record", "--cgroup", "nosuch.slice").Failure?.Line));

    [Theory]
    [InlineData("0")]
    [InlineData("-1")]
    [InlineData("NaN")]
    [InlineData("Infinity")]
    [InlineData("1e300")]
    public void ADurationThatIsNone(string seconds) => Refused(
        "--duration takes seconds: more than 0, at most 1000000000 (leave it out to record to the end)", "record", $"--duration={seconds}", "--", "ls");

    [Theory]
    [InlineData("--duration", "soon")]
    [InlineData("--slots", "0")]
    [InlineData("--slots", "65537")]
    [InlineData("--slots", "-1")]
    [InlineData("--slots", "many")]
    [InlineData("--container")]
    public void AWrongOptionIsAUsageError(params string[] options) => Assert.NotEmpty(CommandRun.Errors(["record", .. options, "--", "ls"]));

    [Theory]
    [InlineData("65537")]
    [InlineData("many")]
    [InlineData("1e3")]
    public void TheSlotsThatThereCanBeAreNamed(string slots) =>
        Assert.Equal(["--slots takes 1 to 65536"], CommandRun.Errors("record", "--slots", slots, "--", "ls"));

    [Theory]
    [InlineData("1")]
    [InlineData("65536")]
    public void AsManySlotsAsThereCanBe(string slots) => Assert.Empty(CommandRun.Errors("record", "--slots", slots, "--", "ls"));

    [Fact]
    public void WhatTheCommandIsGivenIsNotLookedAt() => Assert.Empty(CommandRun.Errors("record", "--", "ls", "--frob", "--slots", "0", "-o"));

    [Fact]
    public void ADamagedFileToMergeWithIsFoundBeforeAnythingIsRun()
    {
        using var place = new Files.TemporaryDirectory();
        File.WriteAllText(place["x"], "not a tracefile\n");
        var run = CommandRun.Of("record", "--merge", "-o", place["x"], "--", "touch", place["ran"]);
        Assert.Equal(FailureKind.Data, run.Failure?.Kind);
        Assert.False(File.Exists(place["ran"]));
        Assert.Equal("not a tracefile\n", File.ReadAllText(place["x"]));
    }

    private static void Refused(string line, params string[] arguments)
    {
        var run = CommandRun.Of(arguments);
        Assert.Equal((FailureKind.Usage, line), (run.Failure?.Kind, run.Failure?.Line));
    }
}
