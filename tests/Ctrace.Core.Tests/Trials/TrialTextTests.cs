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
            Denials = [Denied("/bin/sh", 7, Clone3, 38, "clone3() = -1 ENOSYS", 1) with { Standing = Standing.Planned }],
            Capabilities = [new CapabilityDenial("/bin/sh", 7, "sys_admin", null, TimeSpan.Zero, 1, Standing.NotGranted)],
        };
        Assert.True(run.IsClean);
        var lines = Lines(run);
        Assert.Equal(
            [
                "as planned: clone3 answered ENOSYS, once, to /bin/sh: libraries make an older call instead",
                "as without restrictions: capability sys_admin, once, to /bin/sh: the container would not have it either",
                "nothing denied in 1 run; the container ended with 0",
            ], lines);
    }

    /// <summary>However many programs there are: what does not count stands behind what does.</summary>
    [Fact]
    public void WhatIsExpectedIsALineForEachName()
    {
        var run = Clean with
        {
            Denials =
            [
                .. Enumerable.Range(0, 5).Select(n => Denied($"/bin/{n}", n, Clone3, 38, "clone3() = -1 ENOSYS", 2) with { Standing = Standing.Planned }),
                Denied("/bin/sh", 7, Chmod, 1, "chmod() = -1 EPERM", 1),
            ],
        };
        var lines = Lines(run);
        Assert.Equal("as planned: clone3 answered ENOSYS, 10 times, to /bin/0, /bin/1, /bin/2 and 2 more: libraries make an older call instead", lines[^2]);
        Assert.StartsWith("denied: chmod", lines[0], StringComparison.Ordinal);
        Assert.Equal(6, lines.Count);
    }

    [Fact]
    public void AnotherEndThanInTheRecordingIsAFinding()
    {
        var run = Clean with { Status = 139, Before = ["0", "3"] };
        Assert.False(run.IsClean);
        Assert.Equal("failed: the container ended with 139, in the recording with 0 or 3", Lines(run)[0]);
        Assert.True((run with { Status = 3 }).IsClean);
        Assert.True((run with { Status = 0, Before = ["3"] }).IsClean); // it works
        Assert.True((run with { Stopped = true }).IsClean);
        Assert.True((run with { Before = [] }).IsClean); // not known
    }

    [Fact]
    public void AProgramThatIsNotExecutedIsAFinding()
    {
        var run = Clean with { Status = 127, Executed = false };
        Assert.False(run.IsClean);
        Assert.False(run.Works);
        Assert.Equal("failed: the container's own program was not executed; docker ended with 127", Lines(run)[0]);
        Assert.Equal("the container's own program was not executed; docker ended with 127", JsonDocument.Parse(TrialJson.Write([run])).RootElement.GetProperty("runs")[0].GetProperty("problem").GetString());
    }

    [Fact]
    public void ACheckThatFailsIsAFinding()
    {
        var run = Clean with { Check = 7, Stopped = true };
        Assert.False(run.IsClean);
        Assert.Equal(["failed: the check ended with 7", "nothing denied in 1 run; the container ended with 0, its check with 7"], Lines(run));
    }

    [Fact]
    public void WhatTheEngineRefusesTooIsNotAdvisedWithoutAWord()
    {
        var lines = Lines(Clean with { Denials = [Denied("/bin/sh", 7, Chmod, 1, "chmod() = -1 EPERM", 1) with { IsByDefault = true }] });
        Assert.Contains("    the engine's default refuses it too: allowed, the container has more than without restrictions", lines);
    }

    [Fact]
    public void ACapabilityThatWasTakenAwayCounts()
    {
        var run = Clean with { Capabilities = [new CapabilityDenial("/bin/sh", 7, "chown", new SyscallName(Architecture.X86_64, "fchownat"), TimeSpan.Zero, 1, Standing.Restricted)] };
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
        Assert.Equal("""{"exit_code":3,"check_exit_code":1,"seconds":1,"lost":0,"problem":"the check ended with 1"}""", Compact(root.GetProperty("runs")[0]));
        Assert.Equal(
            """{"syscall":"chmod","arch":"x86_64","call":"chmod() = ?","answer":"SIGSYS","expected":false,"because":null,"count":2,"exe":"/bin/sh","pid":7,"first_seconds":0.5,"process":["was killed by SIGSYS"]}""",
            Compact(root.GetProperty("syscalls")[0]));
    }

    private static string Compact(JsonElement element) => JsonSerializer.Serialize(element);

    private static Denial Denied(string program, int process, SyscallName call, int errno, string text, int count) =>
        new(program, process, call, errno, text, TimeSpan.FromSeconds(0.5), count);

    [Fact]
    public void WhatAllowsItCanBePasted()
    {
        var run = Clean with { Denials = [Denied("/bin/sh", 7, Chmod, 1, "chmod()", 2)] };
        Assert.Contains("    to allow it: ctrace profile seccomp --base 'my web.json' --allow chmod -o 'my web.json'",
            TrialText.Lines([run], Architecture.X86_64, new TrialAdvice("my web.json", null)));
        var learned = TrialText.Lines([run], Architecture.X86_64, new TrialAdvice(null, ["ctrace", "verify", "--learn", "ping.trace", "--", "--rm", "web", "ping;", "x"])).ToList();
        Assert.Equal("to allow what was refused: ctrace verify --learn ping.trace -- --rm web 'ping;' x", learned[^2]);
        Assert.DoesNotContain(learned, line => line.Contains("PROFILE", StringComparison.Ordinal));
    }

    private static List<string> Lines(params TrialResult[] runs) => [.. TrialText.Lines(runs, Architecture.X86_64, TrialAdvice.None)];
}
