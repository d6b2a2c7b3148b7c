using Ctrace.Core.Linux;
using Ctrace.Core.Seccomp;
using Ctrace.Core.Seccomp.Filters;
using Ctrace.Core.Seccomp.Profiles;
using Ctrace.Core.Traces;
using Ctrace.Profiles;
using Ctrace.Recordings;
using Xunit;

namespace Ctrace.Tests.Recordings;

/// <summary>What a profile would have refused a container, and what it was refused, by the container's counters.</summary>
public sealed class RefusalWatchTests
{
    private static readonly DateTimeOffset Noon = new(2026, 11, 30, 12, 0, 0, TimeSpan.Zero);

    private static readonly Circumstances Machine = new(Architecture.X86_64, new Version(6, 1), ContainerCapabilities.Default);

    private readonly List<RefusedCall> _news = [];

    [Fact]
    public void EachNameIsToldOnceWithItsFirstTimeAndItsCount()
    {
        var watch = new RefusalWatch("web.json", Filter(Recorded(("read", 1))));
        Assert.Empty(watch.Add(Recorded(("read", 5)), Noon, _news.Add).Refused);
        var second = watch.Add(Recorded(("read", 6), ("chmod", 1)), Noon.AddSeconds(2), _news.Add);
        var third = watch.Add(Recorded(("read", 6), ("chmod", 9)), Noon.AddSeconds(4), _news.Add);

        var told = Assert.Single(_news);
        Assert.Equal(("web.json", "chmod", "errno:EPERM", Caller.Program("/bin/chmod")), (told.Profile, told.Syscall.Name, told.Answer, told.Caller));
        Assert.Equal(new Sighting(Noon.ToUnixTimeSeconds() + 2, 1), Assert.Single(second.Refused).Value);
        Assert.Equal(new Sighting(Noon.ToUnixTimeSeconds() + 2, 9), Assert.Single(third.Refused).Value);
        Assert.Equal(["chmod"], watch.WouldRefuse);
    }

    [Fact]
    public void WhereARuleDecidesByArgumentsItIsSaidByWhich()
    {
        var profile = new SeccompProfile(SeccompAction.Errno, new SeccompErrno(Errno.EPERM),
        [
            new SeccompRule([.. RuntimeBaseline.Privileges], SeccompAction.Allow),
            new SeccompRule(["socket"], SeccompAction.Allow) { Arguments = [new(0, SeccompOperator.Equal, 2)] },
            new SeccompRule(["ioctl"], SeccompAction.Allow) { Arguments = [new(1, SeccompOperator.Equal, 0x5401)] },
        ]);
        var watch = new RefusalWatch("p", FilterCompiler.Compile(ResolvedProfile.Of(profile, Machine)));
        var trace = Recorded(("socket", 5), ("ioctl", 3));
        var socket = new SyscallName(Architecture.X86_64, "socket");
        trace = trace with { Arguments = RecordedArguments.Create([new(new CallArguments(socket, [2, 1, 0]), 4), new(new CallArguments(socket, [40, 1, 0]), 1)], []) };
        var refused = watch.Add(trace, Noon, _news.Add).Refused;

        var vsock = Assert.Single(refused, entry => entry.Key.Syscall == socket);
        Assert.Equal([40ul, 1, 0], vsock.Key.Arguments!.Values);
        Assert.Equal(1ul, vsock.Value.Count);
        Assert.Equal(RefusedCall.Depends, Assert.Single(refused, entry => entry.Key.Syscall.Name == "ioctl").Key.Answer);
        Assert.Equal(2, _news.Count);
    }

    [Fact]
    public void WhatAProfileLogsItWouldRefuse()
    {
        var audit = new AuditPlan(_ => { }) { Base = "docker-default" }.Make(Recorded(("read", 1)));
        var watch = new RefusalWatch("watch.json", FilterCompiler.Compile(ResolvedProfile.Of(AuditProfile.Enforced(audit), Machine)));
        watch.Add(Recorded(("read", 1), ("rename", 1)), Noon, _news.Add);
        Assert.Equal("rename", Assert.Single(_news).Syscall.Name);
    }

    [Fact]
    public void WhatAFilterRefusedIsNotedWithoutAProfileAndADisguiseIsNotTold()
    {
        var trace = new TraceBuilder(Architecture.X86_64);
        trace.AddSyscall(new SyscallName(Architecture.X86_64, "read"), 1);
        trace.AddRefusal(new SyscallName(Architecture.X86_64, "chmod"), Errno.EPERM, Caller.Program("/bin/chmod"), null, 3);
        trace.AddRefusal(new SyscallName(Architecture.X86_64, "clone3"), Errno.ENOSYS, Caller.Program("/bin/sh"), null, 7);
        var refused = new RefusalWatch("", null).Add(trace.Build(), Noon, _news.Add).Refused;
        Assert.Equal(2, refused.Count);
        Assert.Equal(("chmod", false), (Assert.Single(_news).Syscall.Name, _news[0].IsForeseen));
    }

    [Fact]
    public void WhatHasGrownWasSeenUntilNow()
    {
        var last = new LastSeen();
        last.Add(Recorded(("read", 1), ("chmod", 1)), Noon);
        var trace = last.Add(Recorded(("read", 2), ("chmod", 1)), Noon.AddSeconds(2));
        Assert.Equal(Noon.ToUnixTimeSeconds() + 2, trace.SyscallsLast[new SyscallName(Architecture.X86_64, "read")]);
        Assert.Equal(Noon.ToUnixTimeSeconds(), trace.SyscallsLast[new SyscallName(Architecture.X86_64, "chmod")]);
        Assert.Equal(trace, last.Add(trace, Noon.AddSeconds(9)));
    }

    private static SeccompFilter Filter(Trace trace) => FilterCompiler.Compile(ResolvedProfile.Of(ProfileBuilder.Build(trace), Machine));

    private static Trace Recorded(params (string Name, int Count)[] calls)
    {
        var trace = new TraceBuilder(Architecture.X86_64);
        foreach (var (name, count) in calls)
        {
            trace.AddSyscall(new SyscallName(Architecture.X86_64, name), (ulong)count);
            trace.AddCaller(new SyscallName(Architecture.X86_64, name), Caller.Program($"/bin/{name}"), 1);
        }

        return trace.Build();
    }
}
