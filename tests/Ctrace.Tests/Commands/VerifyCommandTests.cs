using System.Text.Json;
using Ctrace.Core;
using Ctrace.Tests.Files;
using Xunit;

namespace Ctrace.Tests.Commands;

public sealed class VerifyCommandTests : IDisposable
{
    private readonly TemporaryDirectory _directory = new();

    public VerifyCommandTests()
    {
        File.WriteAllText(_directory["trace"], "ARCH\nx86_64\n\nCAPABILITIES\n\nSYSCALLS\nchmod\nread\n");
        File.WriteAllText(_directory["clone"], "ARCH\nx86_64\n\nCAPABILITIES\n\nSYSCALLS\nclone\n");
        File.WriteAllText(_directory["all.json"], """{"defaultAction": "SCMP_ACT_ERRNO", "architectures": ["SCMP_ARCH_X86_64"], "syscalls": [{"names": ["read", "chmod"], "action": "SCMP_ACT_ALLOW"}]}""");
        File.WriteAllText(_directory["few.json"], """{"defaultAction": "SCMP_ACT_ERRNO", "architectures": ["SCMP_ARCH_X86_64"], "syscalls": [{"names": ["read", "clone3"], "action": "SCMP_ACT_ALLOW"}]}""");
    }

    public void Dispose() => _directory.Dispose();

    [Fact]
    public void AProfileOfWhatWasRecordedAllowsIt()
    {
        var run = CommandRun.Of("verify", "--static", _directory["all.json"], _directory["trace"]);
        Assert.Equal((0, "all 2 calls are allowed\n"), (run.Code, run.Output));
    }

    [Fact]
    public void WhatItLacksIsNamed()
    {
        var run = CommandRun.Of("verify", "--static", _directory["few.json"], _directory["trace"]);
        Assert.Equal((1, "not allowed\n  chmod  errno:EPERM\n\n1 of 2 calls are allowed whatever their arguments are\n"), (run.Code, run.Output));
    }

    [Fact]
    public void EveryCallThatIsTakenAwayIsNamedAndNoOther()
    {
        string[] names = ["accept4", "chmod", "epoll_wait", "execve", "futex", "openat", "read", "rt_sigreturn", "socket", "write"];
        File.WriteAllText(_directory["many"], $"ARCH\nx86_64\n\nCAPABILITIES\n\nSYSCALLS\n{string.Join('\n', names)}\n\nFORMAT\n2\n\nARGUMENTS\nx86_64 socket 0x2 0x1 0x0 1\n");
        Assert.Null(CommandRun.Of("profile", "docker", "-o", _directory["many.json"], _directory["many"]).Failure);
        Assert.Equal(0, CommandRun.Of("verify", "--static", _directory["many.json"], _directory["many"]).Code);
        foreach (var name in names)
        {
            var profile = File.ReadAllText(_directory["many.json"]);
            File.WriteAllText(_directory["less.json"], profile.Replace($"\"{name}\"", "\"getpid\"", StringComparison.Ordinal));
            var run = CommandRun.Of("verify", "--static", _directory["less.json"], _directory["many"]);
            Assert.Equal(1, run.Code);
            Assert.StartsWith($"not allowed\n  {name}  ", run.Output, StringComparison.Ordinal);
            Assert.Contains("\n\n9 of 10 calls are allowed whatever their arguments are", run.Output, StringComparison.Ordinal);
        }
    }

    /// <summary>Who calls clone3 goes on with clone: the profile is of what was recorded.</summary>
    [Fact]
    public void ACallThatIsReplacedAsPlannedIsAllowed()
    {
        File.WriteAllText(_directory["threads"], "ARCH\nx86_64\n\nCAPABILITIES\n\nSYSCALLS\nclone3\nread\n\nFORMAT\n2\n\nARGUMENTS\nx86_64 clone3 0x50f00 1\n");
        Assert.Null(CommandRun.Of("profile", "docker", "-o", _directory["threads.json"], _directory["threads"]).Failure);
        Assert.Equal((0, "all 2 calls are allowed\n"), CommandRun.Of("verify", "--static", _directory["threads.json"], _directory["threads"]) is var run ? (run.Code, run.Output) : default);
    }

    [Fact]
    public void ConditionsCanBeAccepted()
    {
        Assert.Equal(1, CommandRun.Of("verify", "--static", "docker-default", _directory["clone"]).Code);
        Assert.Equal(0, CommandRun.Of("verify", "--static", "docker-default", _directory["clone"], "--accept-conditions").Code);
        Assert.Equal(0, CommandRun.Of("verify", "--static", "docker-default", _directory["clone"], "--cap-add", "SYS_ADMIN").Code);
    }

    [Fact]
    public void TheObjectTellsTheSame()
    {
        using var document = JsonDocument.Parse(CommandRun.Of("verify", "--static", _directory["few.json"], _directory["trace"], "--json").Output);
        Assert.Equal("never", document.RootElement.GetProperty("calls")[0].GetProperty("allowed").GetString());
    }

    [Fact]
    public void WhatCannotBeReadIsNoVerdict()
    {
        Assert.Equal(FailureKind.NoInput, CommandRun.Of("verify", "--static", _directory["missing"], _directory["trace"]).Failure?.Kind);
        Assert.Equal(FailureKind.Data, CommandRun.Of("verify", "--static", _directory["trace"], _directory["trace"]).Failure?.Kind);
        Assert.Equal(FailureKind.Usage, CommandRun.Of("verify", "--static", "docker-default", _directory["trace"], "--cap-add", "FROB").Failure?.Kind);
        Assert.Equal(FailureKind.Usage, CommandRun.Of("verify", _directory["trace"]).Failure?.Kind);
    }
}
