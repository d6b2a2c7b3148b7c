using System.Text.Json.Nodes;
using Ctrace.Core;
using Ctrace.Tests.Files;
using Xunit;

namespace Ctrace.Tests.Commands;

public sealed class OptionsCommandTests : IDisposable
{
    private const string Ping = "ARCH\nx86_64\n\nCAPABILITIES\nnet_raw\n\nSYSCALLS\nalarm\nsendto\n";
    private const string Shell = "ARCH\nx86_64\n\nCAPABILITIES\nchown\n\nSYSCALLS\nfork\nread\n";

    private readonly TemporaryDirectory _directory = new();

    public void Dispose() => _directory.Dispose();

    /// <summary>Mistakes that people make with files: the profile for the recording, and the name that other tools read standard input by.</summary>
    [Theory]
    [InlineData("{\"defaultAction\":\"SCMP_ACT_ALLOW\"}", "it looks like a seccomp profile, where a tracefile belongs")]
    public void AFileThatIsNoTracefileIsToldByWhatItIs(string content, string said)
    {
        File.WriteAllText(_directory["p.json"], content);
        Assert.Contains(said, CommandRun.Of("options", "-o", _directory["x.json"], _directory["p.json"]).Failure!.Line, StringComparison.Ordinal);
    }

    [Fact]
    public void WhatIsNoTracefileInADirectoryIsPassedOverAndADamagedOneIsNot()
    {
        Directory.CreateDirectory(_directory["data"]);
        File.WriteAllText(_directory["data/ping"], Ping);
        File.WriteAllText(_directory["data/README"], "recordings of ping");
        File.WriteAllText(_directory["data/web.json"], "{}");
        var run = CommandRun.Of("options", "-o", _directory["p.json"], _directory["data"]);
        Assert.Equal(
            $"ctrace: warning: {_directory["data/README"]} is no tracefile: passed over\nctrace: warning: {_directory["data/web.json"]} is no tracefile: passed over\n", run.Warnings);
        Assert.StartsWith("--cap-drop=ALL --cap-add=NET_RAW ", run.Output, StringComparison.Ordinal);
        File.WriteAllText(_directory["data/half"], Ping[..30]);
        Assert.Equal(FailureKind.Data, CommandRun.Of("options", "-o", _directory["p.json"], _directory["data"]).Failure?.Kind);
        File.Delete(_directory["data/half"]);
        File.Delete(_directory["data/ping"]);
        Assert.Equal($"no tracefile in the directory {_directory["data"]}", CommandRun.Of("options", "-o", _directory["p.json"], _directory["data"]).Failure?.Message);
    }

    [Fact]
    public async Task ADashIsStandardInput()
    {
        File.WriteAllText(_directory["ping"], Ping);
        var line = $"cd {_directory[""]} && {AppContext.BaseDirectory}ctrace diff - ping < ping && {AppContext.BaseDirectory}ctrace profile docker -o p.json - < ping";
        using var shell = System.Diagnostics.Process.Start(new System.Diagnostics.ProcessStartInfo("sh", ["-c", line]) { RedirectStandardOutput = true })!;
        Assert.StartsWith("--cap-drop=ALL --cap-add=NET_RAW ", await shell.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken), StringComparison.Ordinal);
    }

    [Fact]
    public void OptionsAreOneLineAndTheProfileIsWritten()
    {
        File.WriteAllText(_directory["ping"], Ping);
        var run = CommandRun.Of("options", "--output", _directory["p.json"], _directory["ping"]);
        Assert.Equal($"--cap-drop=ALL --cap-add=NET_RAW --security-opt=seccomp:{_directory["p.json"]}\n", run.Output);
        Assert.Equal("", run.Warnings);
        Assert.Subset(Names("p.json", "SCMP_ACT_ALLOW"), new HashSet<string> { "alarm", "sendto", "execve" });
        Assert.Contains("clone3", Names("p.json", "SCMP_ACT_ERRNO"));
    }

    [Fact]
    public void SeveralTracefilesAndDirectoriesMerge()
    {
        Directory.CreateDirectory(_directory["data/.git"]);
        Directory.CreateDirectory(_directory["data/sub"]);
        File.WriteAllText(_directory["data/ping"], Ping);
        File.WriteAllText(_directory["data/sub/shell"], Shell);
        File.WriteAllText(_directory["data/.ctrace.tmp"], "half a tracef");
        File.WriteAllText(_directory["data/.git/config"], "[core]");
        var run = CommandRun.Of("options", "--output", _directory["p.json"], _directory["data"]);
        Assert.StartsWith("--cap-drop=ALL --cap-add=CHOWN --cap-add=NET_RAW --security-opt=", run.Output, StringComparison.Ordinal);
        Assert.Subset(Names("p.json", "SCMP_ACT_ALLOW"), new HashSet<string> { "alarm", "sendto", "fork", "read" });
    }

    [Fact]
    public void ARecordingWhoseProgramWasNeverExecutedIsNoProfile()
    {
        File.WriteAllText(_directory["never"], Ping + "execve\n\nFORMAT\n1\n\nFACTS\nprogram never-executed\nuser nobody\n");
        var run = CommandRun.Of("options", "--output", _directory["p.json"], _directory["never"]);
        Assert.Equal(FailureKind.Data, run.Failure?.Kind);
        Assert.Contains("never executed", run.Failure!.Message, StringComparison.Ordinal);
        Assert.False(File.Exists(_directory["p.json"]));

        File.WriteAllText(_directory["ping"], Ping);
        run = CommandRun.Of("options", "--output", _directory["p.json"], _directory["ping"], _directory["never"]);
        Assert.Equal($"--cap-drop=ALL --cap-add=NET_RAW --security-opt=seccomp:{_directory["p.json"]}\n", run.Output);
        Assert.Contains("never executed", run.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("missing", null, FailureKind.NoInput, "cannot read {0}: No such file or directory")]
    [InlineData("empty", "", FailureKind.Data, "{0}:1: expected the section ARCH, found an empty file")]
    [InlineData("none", "ARCH\nx86_64\n\nCAPABILITIES\nchown\n\nSYSCALLS\n", FailureKind.Data, "{0} has no syscall: a profile of it would stop any container")]
    [InlineData("damaged", "ARCH\nx86_64\nSYSCALLS\na b\n", FailureKind.Data, "{0}:4: expected a name (a-z, 0-9, _), found 'a b'")]
    public void WithoutAWholeTracefileThereIsNoProfile(string name, string? content, FailureKind kind, string message)
    {
        File.WriteAllText(_directory["ping"], Ping);
        File.WriteAllText(_directory["p.json"], "old");
        if (content is not null)
        {
            File.WriteAllText(_directory[name], content);
        }

        var run = CommandRun.Of("options", "--output", _directory["p.json"], _directory["ping"], _directory[name]);
        Assert.Equal((kind, string.Format(message, _directory[name])), (run.Failure?.Kind, run.Failure?.Message));
        Assert.Equal("", run.Output);
        Assert.Equal("old", File.ReadAllText(_directory["p.json"]));
    }

    [Fact]
    public void DoubtsAreToldOnStandardError()
    {
        File.WriteAllText(_directory["ping"], Ping + "\nFORMAT\n1\n\nFACTS\nscope partial\n\nLOST\n2\n");
        var refused = CommandRun.Of("options", "--output", _directory["p.json"], _directory["ping"]);
        Assert.Equal((FailureKind.Data, $"{_directory["ping"]} is partial: its container already ran when the recording started"), (refused.Failure?.Kind, refused.Failure?.Message));
        var run = CommandRun.Of("options", "--force", "--output", _directory["p.json"], _directory["ping"]);
        Assert.Equal(
            $"ctrace: warning: {_directory["ping"]}: 2 events were lost while recording: something may be missing\n"
            + $"ctrace: warning: {_directory["ping"]}: a container already ran when its recording started: what it did before is missing\n",
            run.Warnings);
        Assert.StartsWith("--cap-drop=ALL", run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void TracefilesOfTwoArchitecturesAreRefused()
    {
        File.WriteAllText(_directory["x86"], Ping);
        File.WriteAllText(_directory["arm"], Ping.Replace("x86_64", "aarch64", StringComparison.Ordinal));
        var run = CommandRun.Of("options", "--output", _directory["p.json"], _directory["x86"], _directory["arm"]);
        Assert.Equal($"cannot merge {_directory["arm"]} of aarch64 with {_directory["x86"]} of x86_64", run.Failure?.Message);
        Assert.Equal(FailureKind.Data, run.Failure?.Kind);
    }

    [Fact]
    public void TheProfileIsAFile()
    {
        File.WriteAllText(_directory["ping"], Ping);
        Assert.Equal(FailureKind.Usage, CommandRun.Of("options", "--output", "-", _directory["ping"]).Failure?.Kind);
        Assert.Equal(FailureKind.CannotCreate, CommandRun.Of("options", "--output", _directory.Path, _directory["ping"]).Failure?.Kind);
        Assert.NotEmpty(CommandRun.Errors("options", _directory["ping"]));
        Assert.NotEmpty(CommandRun.Errors("options", "--output", "p.json"));
    }

    private HashSet<string> Names(string profile, string action) => JsonNode.Parse(File.ReadAllText(_directory[profile]))!["syscalls"]!.AsArray()
        .Where(rule => (string)rule!["action"]! == action).SelectMany(rule => rule!["names"]!.AsArray()).Select(name => (string)name!).ToHashSet();
}
