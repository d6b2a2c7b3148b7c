using Ctrace.Core.Linux;
using Ctrace.Core.Seccomp;
using Ctrace.Core.Seccomp.Profiles;
using Ctrace.Core.Tests.Traces;
using Ctrace.Core.Traces;
using FsCheck;
using FsCheck.Fluent;
using Xunit;

namespace Ctrace.Core.Tests.Seccomp.Profiles;

public sealed class KinTests
{
    private const ulong ThreadFlags = 0x3d0f00, ForkFlags = 0x1200011;

    [Theory]
    [InlineData("accept4", "shutdown")]
    [InlineData("mmap", "mremap")]
    [InlineData("sendto", "writev")]
    [InlineData("connect", "sendto")]
    [InlineData("epoll_wait", "poll")]
    [InlineData("openat write", "fsync")]
    [InlineData("openat write", "sync_file_range")]
    [InlineData("openat pwrite64", "truncate")]
    [InlineData("openat write", "fdatasync")]
    [InlineData("openat", "open")]
    [InlineData("openat newfstatat", "readlink")]
    [InlineData("timer_create", "timer_delete")]
    [InlineData("alarm", "setitimer")]
    [InlineData("chown", "clock_nanosleep")]
    public void TheNextStepOfAProgramFollows(string calls, string kin) => Assert.Contains(kin, Kin.Of(By("/bin/server", calls.Split(' '))).Names);

    [Theory]
    [InlineData("openat write", "truncate")] // by its path: the program was not seen to write files
    [InlineData("accept4", "rename")]
    [InlineData("openat", "fsync")]
    [InlineData("write", "fsync")]
    [InlineData("socket", "sendto")]
    [InlineData("futex", "vfork")]
    [InlineData("rename", "unlink")]
    [InlineData("read write openat", "splice")]
    public void WhatReachesMoreDoesNot(string calls, string other) => Assert.DoesNotContain(other, Kin.Of(By("/bin/server", calls.Split(' '))).Names);

    /// <summary>The runtime's calls are in every trace: nothing follows from them.</summary>
    [Fact]
    public void NothingFollowsFromTheRuntime()
    {
        var trace = By(Caller.Runtime, "openat", "write", "mmap", "prctl").Merge(By("/bin/server", "chown"));
        Assert.DoesNotContain("fsync", Kin.Of(trace).Names);
        Assert.DoesNotContain("mremap", Kin.Of(trace).Names);
        Assert.All(Kin.Of(trace).Calls, call => Assert.Equal([Caller.Program("/bin/server")], call.Callers));
    }

    [Fact]
    public void EachProgramsFollowFromItsOwnCalls()
    {
        var trace = By("/bin/a", "openat").Merge(By("/bin/b", "write"));
        Assert.DoesNotContain("fsync", Kin.Of(trace).Names);
        Assert.Contains("fsync", Kin.Of(trace.Merge(By("/bin/a", "write"))).Names);
    }

    /// <summary>Of calls that nobody is known to have made, those that are the runtime's too count for nothing.</summary>
    [Fact]
    public void WhereNobodyIsKnownTheRuntimesOwnCountForNothing()
    {
        Assert.DoesNotContain("fsync", Kin.Of(TraceExamples.Of("openat", "write")).Names);
        Assert.Contains("shutdown", Kin.Of(TraceExamples.Of("accept4")).Names);
    }

    [Fact]
    public void WhatIsAllowedAlreadyIsNone()
    {
        var names = Kin.Of(By("/bin/server", "accept4", "shutdown", "mmap")).Names.ToList();
        Assert.DoesNotContain("shutdown", names);
        Assert.DoesNotContain("nanosleep", names); // the runtime needs it
        Assert.DoesNotContain("exit", names); // is always allowed
    }

    [Fact]
    public void AThreadIsNoChild()
    {
        var threads = By("/bin/server", "clone", "futex").WithArguments("clone", ThreadFlags);
        Assert.DoesNotContain("vfork", Kin.Of(threads).Names);
        Assert.DoesNotContain("wait4", Kin.Of(threads).Names);
        var children = By("/bin/server", "clone").WithArguments("clone", ForkFlags);
        Assert.Subset(Kin.Of(children).Names.ToHashSet(), new HashSet<string> { "vfork", "wait4" });
    }

    [Fact]
    public void NoDescriptorsArePassedWhereNoneWere()
    {
        var inet = By("/bin/server", "socket", "connect", "sendto").WithArguments("socket", 2, 1, 0);
        Assert.Subset(Kin.Of(inet).Names.ToHashSet(), new HashSet<string> { "sendmsg", "recvmsg" });
        foreach (var trace in (Trace[])[inet.WithArguments("socket", 1, 1, 0), inet.WithArguments("socket", 0x1_0000_0001, 1, 0), By("/bin/server", "connect", "sendto"), inet.WithAnyArguments("socket"), inet.Merge(By("/bin/other", "socketpair")), By("/bin/server", "socket", "connect")])
        {
            Assert.DoesNotContain("sendmsg", Kin.Of(trace).Names);
            Assert.DoesNotContain("recvmsg", Kin.Of(trace).Names);
        }
    }

    [Fact]
    public void ConditionsAreInTheProfile()
    {
        var resolved = Resolve(Built(By("/bin/server", "accept4")));
        Assert.Equal([new SeccompArgument(4, SeccompOperator.Equal, 0)], Assert.Single(resolved.RulesFor("sendto")).Arguments);
        Assert.Equal([new SeccompArgument(0, SeccompOperator.MaskedEqual, 0x8000_0000, 0)], Assert.Single(resolved.RulesFor("kill")).Arguments);
        var both = By("/bin/server", "accept4", "connect");
        Assert.Equal(CallAccess.Allowed, Resolve(Built(both)).Access("sendto"));
        Assert.Single(Kin.Of(both).Calls, call => call.Name == "sendto");
    }

    /// <summary>A server that was recorded with one child makes its first thread, under conditions of what it was seen to give.</summary>
    [Fact]
    public void ConditionsOfTheRecordingAreWidenedByThoseOfKin()
    {
        var trace = By("/bin/server", "clone").WithArguments("clone", ForkFlags);
        var rules = Resolve(ProfileBuilder.Build(trace, ArgumentRules.WhereContainersStart(trace), Kin.All(trace))).RulesFor("clone").ToList();
        Assert.Equal(2, rules.Count);
        Assert.Single(Resolve(ProfileBuilder.Build(trace, ArgumentRules.WhereContainersStart(trace), Kin.None)).RulesFor("clone"));
    }

    /// <summary>It is the same call, and its own conditions were asked for.</summary>
    [Fact]
    public void ARecordedCallKeepsItsConditions()
    {
        var trace = By("/bin/server", "socket", "connect", "sendto").WithArguments("sendto", [.. DecidingArgument.Of("sendto").Select(_ => 1ul)]);
        var arguments = ArgumentRules.WhereContainersStart(trace);
        Assert.Equal(Resolve(ProfileBuilder.Build(trace, arguments, Kin.None)).Access("sendto"), Resolve(ProfileBuilder.Build(trace, arguments, Kin.All(trace))).Access("sendto"));
    }

    [Fact]
    public void TheProfileSaysWhy() => Assert.Contains(Built(By("/bin/server", "accept4")).Rules, rule => rule.Names.Contains("shutdown") && rule.Comment!.Contains($"kin {KinTable.Version}", StringComparison.Ordinal));

    [Fact]
    public void ABaseThatRulesOnACallKeepsItsRule()
    {
        var basis = ProfileChange.Deny(ProfileBuilder.DenyAll([Architecture.X86_64]), ["shutdown"], new FilterReturn(SeccompAction.KillProcess, 0));
        var trace = By("/bin/server", "accept4");
        var resolved = Resolve(ProfileBuilder.Extend(basis, trace, new Version(6, 1), ArgumentRules.None, Kin.All(trace)));
        Assert.Equal(CallAccess.Refused, resolved.Access("shutdown"));
        Assert.Equal(CallAccess.Allowed, resolved.Access("getsockname"));
    }

    /// <summary>Whatever was recorded: with kin a profile allows nothing that it would not without and that the engine's default refuses.</summary>
    [Fact]
    public void NothingIsLooserThanTheDefault() => Prop.ForAll(Traces, trace =>
    {
        var machine = new Circumstances(trace.Architecture, new Version(byte.MaxValue, 0), ContainerCapabilities.Default);
        var (with, without) = (ResolvedProfile.Of(Built(trace), machine), ResolvedProfile.Of(ProfileBuilder.Build(trace), machine));
        var usual = DefaultConditions.Usual(trace.Architecture);
        return Syscalls.All(trace.Architecture).All(call => with.Access(call.Name) <= without.Access(call.Name) || with.Access(call.Name) <= usual.Access(call.Name));
    }).QuickCheckThrowOnFailure();

    [Fact]
    public void WhatFollowsFromARecordingFollowsFromAGreaterOne() => Prop.ForAll(Traces, Traces, (one, other) =>
        Kin.All(one).Names.Where(name => name is not ("sendmsg" or "recvmsg")).All(Kin.All(one.Merge(other)).Names.ToHashSet().Contains)).QuickCheckThrowOnFailure();

    [Fact]
    public void TheLineNamesThemAndWhatTheyFollowFrom()
    {
        var line = Assert.Single(KinText.Lines(Kin.Of(By("/bin/server", "accept4"))));
        Assert.StartsWith("allowed beside what was recorded, since they reach nothing new (kin 1; --exact leaves them out): clock_nanosleep, ", line, StringComparison.Ordinal);
        Assert.Contains("kill with argument 0 & 0x80000000 = 0x0", line, StringComparison.Ordinal);
        Assert.Contains("shutdown beside accept4", line, StringComparison.Ordinal);
        Assert.Empty(KinText.Lines(Kin.None));
    }

    /// <summary>A mailer whose child could not be made failed cleanly; with vfork allowed and rename refused it tried ten million times.</summary>
    [Fact]
    public void AChildThatMayBeTriedForEverIsToldOf() =>
        Assert.Contains(KinText.Lines(Kin.Of(By("/bin/mailer", "clone").WithArguments("clone", ForkFlags))), line => line.StartsWith("vfork was not seen: ", StringComparison.Ordinal));

    // Some calls, by two programs.
    private static Arbitrary<Trace> Traces { get; } =
        (from names in Gen.SubListOf(Syscalls.All(Architecture.X86_64).Select(call => call.Name).ToArray())
         from program in Gen.Elements("/bin/a", "/bin/b")
         where names.Count > 0
         select By(program, [.. names])).ToArbitrary();

    private static Trace By(string program, params string[] calls) => By(Caller.Program(program), calls);

    private static Trace By(Caller caller, params string[] calls)
    {
        var trace = TraceExamples.Of(calls);
        return trace with { SyscallCallers = Callers<SyscallName>.Create(trace.Syscalls.Keys.Select(call => KeyValuePair.Create(new ByCaller<SyscallName>(call, caller), 0ul))) };
    }

    private static SeccompProfile Built(Trace trace) => ProfileBuilder.Build(trace, ArgumentRules.None, Kin.All(trace));

    private static ResolvedProfile Resolve(SeccompProfile profile) => ResolvedProfile.Of(profile, new Circumstances(Architecture.X86_64, new Version(6, 1), ContainerCapabilities.Default));
}
