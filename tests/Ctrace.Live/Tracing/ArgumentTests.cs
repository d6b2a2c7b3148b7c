using System.Text.Json;
using Ctrace.Cgroups;
using Ctrace.Core.Linux;
using Ctrace.Core.Seccomp.Profiles;
using Ctrace.Core.Tracefiles;
using Ctrace.Core.Traces;
using Ctrace.Diagnosis;
using Ctrace.Probes;
using Ctrace.Recordings;
using Xunit;

namespace Ctrace.Live.Tracing;

/// <summary>What calls were given is recorded, and under the profile they are allowed that and nothing else.</summary>
[Collection("engine")]
public sealed class ArgumentTests : IDisposable
{
    // perl adds SOCK_CLOEXEC to the type, which counts for nothing.
    private const string Own = "socket(my $a, 1, 1, 0) or die; socket(my $b, 1, 1 | 04000, 0) or die; socket(my $c, 2, 2, 17) or die;";

    private readonly DirectoryInfo _directory = Directory.CreateTempSubdirectory("ctrace-arguments-");

    private string Tracefile => Path.Combine(_directory.FullName, "trace");

    private string Profile => Path.Combine(_directory.FullName, "profile.json");

    public void Dispose() => _directory.Delete(recursive: true);

    [LiveFact]
    public async Task WhatWasRecordedIsAllowedAndAnotherValueIsNamed()
    {
        var trace = await RecordAsync(Own);
        Assert.Equal(["socket 1 1 0: 2", "socket 2 2 17: 1"], Text(trace, "socket"));
        var works = await VerifyAsync(0, "--tracefile", Tracefile, "--", Own);
        Assert.EndsWith("nothing denied in 1 run; the container ended with 0\n", works.Errors, StringComparison.Ordinal);

        (await Command.RunAsync(Repository.Ctrace, "profile", "seccomp", "--arguments", "-o", Profile, Tracefile)).Succeeded();
        Assert.EndsWith(" calls are allowed\n", (await Command.RunAsync(Repository.Ctrace, "verify", "--static", Profile, Tracefile)).Succeeded() + "\n", StringComparison.Ordinal);

        var asked = await VerifyAsync(1, "--json", "--tracefile", Tracefile, "--", Own + " socket(my $d, 17, 3, 768); socket(my $e, 16, 3, 0); exit 7");
        var report = JsonDocument.Parse(asked.Errors[asked.Errors.IndexOf("{\n", StringComparison.Ordinal)..]).RootElement;
        var calls = report.GetProperty("syscalls").EnumerateArray().Select(call => call.GetProperty("call").GetString()!).Order(StringComparer.Ordinal);
        Assert.Collection(calls,
            call => Assert.StartsWith("socket(AF_NETLINK, SOCK_RAW|SOCK_CLOEXEC, NETLINK_ROUTE) = -1 EPERM", call, StringComparison.Ordinal),
            call => Assert.StartsWith("socket(AF_PACKET, SOCK_RAW|SOCK_CLOEXEC, ", call, StringComparison.Ordinal));
        Assert.Equal(7, report.GetProperty("runs")[0].GetProperty("exit_code").GetInt32());
    }

    [LiveFact]
    public async Task ARefusedValueIsLearned()
    {
        await RecordAsync(Own);
        const string more = Own + " socket(my $d, 16, 3, 0) or die;";
        await VerifyAsync(0, "--learn", Tracefile, "--", more);
        Assert.Equal(["socket 1 1 0: 2", "socket 2 2 17: 1", "socket 16 3 0: 1"], Text(Read(), "socket"));
        Assert.Equal(["arguments x86_64 socket"], Read().Values(Fact.Learned));
        await VerifyAsync(0, "--tracefile", Tracefile, "--", more);
        await VerifyAsync(1, "--tracefile", Tracefile, "--", more + " socket(my $e, 10, 1, 0); exit 3");
    }

    [LiveFact]
    public async Task OfMoreThanAreKeptAnyIsAllowedAndThatIsSaid()
    {
        const string hundred = "syscall(16, 100, 0x1000 + $_, 0) for 0 .. 99;";
        var trace = await RecordAsync(hundred);
        Assert.Equal(["ioctl"], trace.Arguments.Any.Select(call => call.Name));
        Assert.Equal(0ul, trace.Lost);
        var run = await Command.RunAsync(Repository.Ctrace, "profile", "seccomp", "--arguments", "--exact", "-o", Profile, Tracefile);
        Assert.Equal("ctrace: warning: allowed whatever their arguments are, since there were more than 32 combinations, or some were missed: ioctl\n", run.Warnings);
        await VerifyAsync(0, "--tracefile", Tracefile, "--", hundred + " syscall(16, 100, 0x2000, 0);");
    }

    [LiveFact(Needs = ProgramAbi.I386)]
    public async Task A32BitProgramIsHeldToItsArguments()
    {
        (await Command.RunAsync(Repository.Ctrace, ["run", "--arguments", "-o", Tracefile, "--", "--rm", LiveEngine.Image, "arguments-i386"])).Succeeded();
        var trace = Read();
        Assert.Equal(["ioctl 21505: 1"], Text(trace, "ioctl"));
        Assert.Equal(["socket 1 1 0: 2"], Text(trace, "socket"));
        Assert.Equal(["socketcall 1: 1"], Text(trace, "socketcall"));
        Assert.Contains("nothing denied", (await RunVerifyAsync("--tracefile", Tracefile, "--", "--rm", LiveEngine.Image, "arguments-i386")).Errors, StringComparison.Ordinal);
        var asked = await RunVerifyAsync("--tracefile", Tracefile, "--", "--rm", LiveEngine.Image, "arguments-more-i386");
        Assert.Contains("3 syscalls denied in 1 run; the container ended with 3\n", asked.Errors, StringComparison.Ordinal);
        Assert.Contains("TIOCGPGRP", asked.Errors, StringComparison.Ordinal);
    }

    [LiveFact]
    public async Task OnlyWhatDefaultsDependOnIsRecordedUnlessMoreIsAsked()
    {
        (await Command.RunAsync(Repository.Ctrace, ["run", "-o", Tracefile, "--", "--rm", LiveEngine.Image, "perl", "-e", Own])).Succeeded();
        Assert.Equal(["socket 1 1 0: 2", "socket 2 2 17: 1"], Text(Read(), "socket"));
        Assert.All(Read().Arguments.Seen.Keys, entry => Assert.Contains(entry.Syscall.Name, DefaultConditions.Recorded));
        var run = await Command.RunAsync(Repository.Ctrace, "profile", "seccomp", "--arguments", "-o", Profile, Tracefile);
        Assert.StartsWith("ctrace: warning: allowed whatever their arguments are, since they were not recorded, or not always: ", run.Warnings, StringComparison.Ordinal);
        Assert.Contains("ioctl", run.Errors, StringComparison.Ordinal);
        Assert.DoesNotContain("socket", run.Errors, StringComparison.Ordinal);
    }

    /// <summary>
    /// The probe's own map, with room for two combinations (of four, each of two slots is sure of one, and may borrow another), a command
    /// that makes more, and another after it.
    /// </summary>
    [WholeMachine]
    [LiveFact]
    public async Task WhatFindsNoRoomIsSaidAndASlotIsEmptiedForTheNext()
    {
        var options = new ProbeOptions { Slots = 2, Commands = true, Arguments = true, ArgumentEntries = 4 };
        using var probe = TraceProbe.Attach(options);
        var full = await TraceAsync(probe, "perl", "-e", "syscall(16, 100, 0x1000 + $_, 0) for 0 .. 9;");
        Assert.InRange(full.Lost, 1ul, ulong.MaxValue);
        Assert.Contains(new SyscallName(full.Architecture, "ioctl"), full.Arguments.Any);
        Assert.Contains("ioctl", ArgumentRules.WhereContainersStart(full).Widened.Keys);
        Assert.All(full.Syscalls.Keys.Where(call => DecidingArgument.Of(call.Name).Length > 0), call => Assert.True(full.Arguments.Knows(call), call.Name));

        // Nothing of it is left: two find room again.
        var next = await TraceAsync(probe, "perl", "-e", "syscall(16, 100, 0x1000 + $_, 0) for 0 .. 1;");
        Assert.Equal(2, next.Arguments.Seen.Count);
    }

    /// <summary>Threads that find the same combinations at the same time, as many as are kept, are not taken for more.</summary>
    [WholeMachine]
    [LiveFact]
    public async Task ThreadsDoNotCountTwice()
    {
        const string script = "for (1 .. 8) { next if fork; for my $round (1 .. 200) { syscall(16, 100, 0x1000 + $_, 0) for 0 .. 30 } exit } 1 while wait != -1;";
        var options = new ProbeOptions { Slots = 2, Commands = true, Arguments = true };
        using var probe = TraceProbe.Attach(options);
        var trace = await TraceAsync(probe, "perl", "-e", script);
        var ioctl = new SyscallName(trace.Architecture, "ioctl");
        Assert.DoesNotContain(ioctl, trace.Arguments.Any);
        Assert.Equal(trace.Syscalls[ioctl], trace.Arguments.Seen.Where(entry => entry.Key.Syscall == ioctl).Aggregate(0ul, (sum, entry) => sum + entry.Value));
        Assert.InRange(trace.Arguments.Seen.Count(entry => entry.Key.Syscall == ioctl), 31, 32);
    }

    private static async Task<Trace> TraceAsync(TraceProbe probe, params string[] words)
    {
        using var cgroup = CommandCgroup.Create(CgroupLayout.Detect());
        var slot = probe.Register.Command(cgroup.Directory)!.Value;
        var before = probe.Snapshot();
        using var process = cgroup.Start(words);
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        var early = SlotTrace.Read(probe, before, slot, []);
        var trace = SlotTrace.Read(probe, probe.Snapshot(), slot, []);
        probe.Release([slot]);

        // With what the map held before: the calls are there, and what they were given is not all that is known.
        Assert.All(trace.Arguments.Seen.Keys, entry => Assert.Contains(entry.Syscall, early.Arguments.Any));
        return trace;
    }

    private static IEnumerable<string> Text(Trace trace, string call) => trace.Arguments.Seen.Where(entry => entry.Key.Syscall.Name == call)
        .Select(entry => $"{call} {string.Join(' ', entry.Key.Values)}: {entry.Value}");

    private Trace Read() => TracefileReader.Read(File.ReadAllBytes(Tracefile), Tracefile);

    private async Task<Trace> RecordAsync(string script)
    {
        (await Command.RunAsync(Repository.Ctrace, ["run", "--arguments", "-o", Tracefile, "--", "--rm", LiveEngine.Image, "perl", "-e", script])).Succeeded();
        return Read();
    }

    private static async Task<Command> VerifyAsync(int status, params string[] arguments)
    {
        var run = await RunVerifyAsync([.. arguments[..^1], "--rm", LiveEngine.Image, "perl", "-e", arguments[^1]]);
        Assert.True(run.Status == status, $"{run.Status}: {run.Errors}");
        return run;
    }

    private static Task<Command> RunVerifyAsync(params string[] arguments) => Command.RunAsync(Repository.Ctrace, ["verify", "--arguments", .. arguments]);
}
