using System.Collections.Immutable;
using System.Text.Json;
using Ctrace.Core.Linux;
using Ctrace.Core.Traces;
using Ctrace.Core.Trials;
using Xunit;

namespace Ctrace.Core.Tests.Trials;

/// <summary>What runs showed, for people and for programs.</summary>
public sealed class TrialTextTests
{
    private static readonly SyscallName Chmod = new(Architecture.X86_64, "chmod"), Clone3 = new(Architecture.X86_64, "clone3");

    private static readonly TrialResult Clean = new(0, null, TimeSpan.FromSeconds(1), [], [], ImmutableDictionary<int, int>.Empty, 0);

    [Fact]
    public void NothingIsOneLine() => Assert.Equal(["nothing denied in 2 runs; the container ended with 0"], Lines(Clean, Clean));

    [Fact]
    public void ADenialIsFourLines()
    {
        var run = Clean with
        {
            Status = 1,
            Denials = [Denied("/bin/sh", 7, Chmod, 1, "chmod(\"/x\", 0755) = -1 EPERM (Operation not permitted)", 2)],
            Ends = ImmutableDictionary.CreateRange([KeyValuePair.Create(7, 1 << 8)]),
        };
        Assert.Equal(
            [
                "denied: chmod answered EPERM, 2 times, first 0.500 s after the start",
                "    /bin/sh, pid 7: chmod(\"/x\", 0755) = -1 EPERM (Operation not permitted)",
                "    its process ended with 1",
                "    to allow it: ctrace profile seccomp --base PROFILE --allow chmod -o PROFILE",
                "1 syscall denied in 1 run; the container ended with 1",
            ],
            Lines(run));
    }

    [Fact]
    public void ACallThatWasOnlyLoggedIsNoDenialAndNotClean()
    {
        var run = Clean with { Denials = [Denied("/bin/sh", 7, Chmod, Denial.LoggedErrno, "chmod(\"/x\", 0755) = 0", 2)] };
        var lines = Lines(run);
        Assert.Equal("logged: chmod, 2 times, first 0.500 s after the start", lines[0]);
        Assert.Equal("nothing denied, 1 syscall let through and logged, in 1 run; the container ended with 0", lines[^1]);
        Assert.False(run.IsClean);
        Assert.Equal("log", JsonDocument.Parse(TrialJson.Write([run])).RootElement.GetProperty("syscalls")[0].GetProperty("answer").GetString());
    }

    [Fact]
    public void DenialsOfSeveralProcessesAndRunsAreOne()
    {
        var run = Clean with
        {
            Denials = [Denied("/bin/sh", 7, Chmod, 1, "chmod() = 1", 2), Denied("/bin/sh", 8, Chmod, 1, "chmod() = 2", 1)],
            Ends = ImmutableDictionary.CreateRange([KeyValuePair.Create(7, 0), KeyValuePair.Create(8, 9)]),
        };
        var lines = Lines(run, run);
        Assert.Equal("denied: chmod answered EPERM, 6 times, first 0.500 s after the start", lines[0]);
        Assert.Equal("    its process was killed by SIGKILL; another went on and ended with 0", lines[2]);
    }

    [Fact]
    public void CallsThatWereGivenOtherThingsAreApart()
    {
        var socket = new SyscallName(Architecture.X86_64, "socket");
        var packet = Denied("/bin/sh", 7, socket, 1, "socket(AF_PACKET)", 1) with { Arguments = new CallArguments(socket, [17, 3, 0]) };
        var run = Clean with { Denials = [packet, packet with { Process = 8 }, packet with { Call = "socket(AF_NETLINK)", Arguments = new CallArguments(socket, [16, 3, 0]) }] };
        var lines = Lines(run);
        Assert.Equal(["denied: socket answered EPERM, 2 times", "denied: socket answered EPERM, once"], lines.Where((_, at) => at is 0 or 4).Select(line => line[..line.IndexOf(", first", StringComparison.Ordinal)]));
        Assert.Contains("socket(AF_NETLINK)", lines[5], StringComparison.Ordinal);
        Assert.Equal("1 syscall denied in 1 run; the container ended with 0", lines[^1]);
    }

    [Fact]
    public void WhatIsExpectedDoesNotCount()
    {
        var run = Clean with
        {
            Denials = [Denied("/bin/sh", 7, Clone3, 38, "clone3() = -1 ENOSYS", 1)],
            Capabilities = [new CapabilityDenial("/bin/sh", 7, "sys_admin", null, TimeSpan.Zero, 1, IsRestricted: false)],
        };
        Assert.True(run.IsClean);
        var lines = Lines(run);
        Assert.StartsWith("as planned: clone3 answered ENOSYS, once", lines[0], StringComparison.Ordinal);
        Assert.Equal("    the container would not have it without restrictions either", lines[^2]);
        Assert.Equal("nothing denied in 1 run; the container ended with 0", lines[^1]);
    }

    [Fact]
    public void ACapabilityThatWasTakenAwayCounts()
    {
        var run = Clean with { Capabilities = [new CapabilityDenial("/bin/sh", 7, "chown", new SyscallName(Architecture.X86_64, "fchownat"), TimeSpan.Zero, 1, IsRestricted: true)] };
        Assert.False(run.IsClean);
        var lines = Lines(run);
        Assert.Equal("    /bin/sh, pid 7, in fchownat", lines[1]);
        Assert.Equal("    to allow it: --cap-add=CHOWN", lines[3]);
        Assert.Equal("1 capability denied in 1 run; the container ended with 0", lines[^1]);
    }

    [Fact]
    public void LostEventsAreNoCleanRun()
    {
        var run = Clean with { Lost = 5 };
        Assert.False(run.IsClean);
        Assert.EndsWith("; 5 events were lost, so there were more", Lines(run)[^1], StringComparison.Ordinal);
    }

    [Fact]
    public void AHostilePathIsEscaped()
    {
        var run = Clean with { Denials = [Denied("/bin/\u001b[2J", 7, Chmod, 1, "chmod()", 1)] };
        Assert.DoesNotContain(Lines(run), line => line.Contains('\u001b', StringComparison.Ordinal));
        Assert.DoesNotContain((byte)0x1b, TrialJson.Write([run]));
    }

    [Fact]
    public void TheObjectHasWhatTheManualSays()
    {
        var run = Clean with { Status = 3, Check = 1, Denials = [Denied("/bin/sh", 7, Chmod, 0, "chmod() = ?", 2)], Ends = ImmutableDictionary.CreateRange([KeyValuePair.Create(7, 31)]) };
        var root = JsonDocument.Parse(TrialJson.Write([run])).RootElement;
        Assert.False(root.GetProperty("clean").GetBoolean());
        Assert.Equal("""{"exit_code":3,"check_exit_code":1,"seconds":1,"lost":0}""", Compact(root.GetProperty("runs")[0]));
        Assert.Equal(
            """{"syscall":"chmod","arch":"x86_64","call":"chmod() = ?","answer":"SIGSYS","expected":false,"count":2,"exe":"/bin/sh","pid":7,"first_seconds":0.5,"process":["was killed by SIGSYS"]}""",
            Compact(root.GetProperty("syscalls")[0]));
    }

    private static string Compact(JsonElement element) => JsonSerializer.Serialize(element);

    private static Denial Denied(string program, int process, SyscallName call, int errno, string text, int count) =>
        new(program, process, call, errno, text, TimeSpan.FromSeconds(0.5), count);

    private static List<string> Lines(params TrialResult[] runs) => [.. TrialText.Lines(runs, Architecture.X86_64)];
}
