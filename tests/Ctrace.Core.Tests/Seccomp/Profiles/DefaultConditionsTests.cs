using Ctrace.Core.Linux;
using Ctrace.Core.Seccomp;
using Ctrace.Core.Seccomp.Profiles;
using Ctrace.Core.Tests.Traces;
using Ctrace.Core.Traces;
using FsCheck.Fluent;
using Xunit;

namespace Ctrace.Core.Tests.Seccomp.Profiles;

/// <summary>A profile of a recording never allows what Docker's default refuses, unless it was seen.</summary>
public sealed class DefaultConditionsTests
{
    private const ulong NewUser = 0x10000000, NewNet = 0x40000000, Thread = 0x50f00, IntoCgroup = 0x2_0000_0000, ClearSignalHandlers = 0x1_0000_0000;

    /// <summary>A stranger's tracefile can name any number of calls: the line stays one that a person can read to its end.</summary>
    [Fact]
    public void VeryManyNamesAreCounted() => Assert.EndsWith(" and 1500 more",
        Assert.Single(BeyondDefault.Of(TraceExamples.Of([.. Enumerable.Range(0, 2000).Select(number => $"made_up_{number}")]))), StringComparison.Ordinal);

    [Fact]
    public void TheCallsAreThoseThatTheDefaultHasConditionsOnAndThatAreRecorded()
    {
        Assert.Equal(["clone", "personality", "socket"], DefaultConditions.Calls);
        Assert.Equal(["clone", "clone3", "personality", "socket"], DefaultConditions.Recorded);
        Assert.All(DefaultConditions.Recorded, call => Assert.NotEmpty(DecidingArgument.Recorded(call)));
    }

    [Theory]
    [InlineData("clone", NewUser)]
    [InlineData("clone", NewNet | Thread)]
    [InlineData("socket", 40ul)] // AF_VSOCK
    [InlineData("socket", 38ul)] // AF_ALG
    [InlineData("personality", 0x40000ul)] // ADDR_NO_RANDOMIZE
    public void WithoutRecordedArgumentsTheDefaultsConditionStays(string call, ulong value)
    {
        foreach (var trace in (Trace[])[TraceExamples.Of(call), TraceExamples.Of(call).WithAnyArguments(call)])
        {
            foreach (var profile in (SeccompProfile[])[ProfileBuilder.Build(trace), ProfileBuilder.Exactly(trace, ArgumentRules.None), ProfileBuilder.Build(trace, ArgumentRules.WhereContainersStart(trace), Kin.None)])
            {
                Assert.False(Allows(profile, call, value));
                Assert.True(Allows(profile, call, call == "clone" ? Thread : 0));
            }

            Assert.Contains($"default conditions stay on them: {call}", Assert.Single(BeyondDefault.Of(trace)), StringComparison.Ordinal);
        }
    }

    [Fact]
    public void WhatWasSeenWidensTheConditionByThatAlone()
    {
        var trace = TraceExamples.Of("clone", "socket", "personality")
            .WithArguments("clone", Thread).WithArguments("clone", NewUser | 0x100).WithArguments("socket", 40, 1, 0).WithArguments("socket", 2, 1, 0).WithArguments("personality", 0x40000);
        var profile = ProfileBuilder.Build(trace);
        Assert.True(Allows(profile, "clone", NewUser));
        Assert.True(Allows(profile, "clone", NewUser | Thread));
        Assert.False(Allows(profile, "clone", NewUser | NewNet));
        Assert.False(Allows(profile, "clone", NewNet));
        Assert.True(Allows(profile, "socket", 40));
        Assert.False(Allows(profile, "socket", 38));
        Assert.True(Allows(profile, "personality", 0x40000));
        Assert.False(Allows(profile, "personality", 0x40008));
        Assert.Equal(
            ["allowed beyond Docker's default, since it was recorded: clone with CLONE_NEWUSER, personality with 0x40000, socket of family vsock"], BeyondDefault.Of(trace));
    }

    /// <summary>A filter sees 64 bits of what is an int, and the kernel takes 32 of them: of what was seen beyond the default the rest does not matter.</summary>
    [Fact]
    public void WhatWasSeenBeyondTheDefaultIsAllowedWhateverIsInTheUpperHalf()
    {
        var profile = ProfileBuilder.Build(TraceExamples.Of("socket").WithArguments("socket", 0x26, 5, 0));
        Assert.True(Allows(profile, "socket", 0x26));
        Assert.True(Allows(profile, "socket", 0xffff_ffff_0000_0026));
    }

    /// <summary>What the default allows is allowed as the default does it: a profile that was given nothing beyond it has nothing beyond it.</summary>
    [Fact]
    public void WhatTheDefaultRefusesInTheUpperHalfStaysRefused()
    {
        var profile = ProfileBuilder.Build(TraceExamples.Of("socket", "personality").WithArguments("socket", 2, 1, 0).WithArguments("personality", 0));
        Assert.True(Allows(profile, "socket", 2) && Allows(profile, "personality", 0));
        Assert.False(Allows(profile, "socket", 0xffff_ffff_0000_0002));
        Assert.False(Allows(profile, "personality", 0x1_0000_0000));
        Assert.False(Allows(profile, "socket", 0xffff_ffff_0000_0026));
    }

    [Fact]
    public void WhoMadeItIsNamed()
    {
        var trace = TraceExamples.Of("mount", "read").WithCapabilities("sys_admin", "chown") with
        {
            SyscallCallers = Callers<SyscallName>.Create([new(new(new(Architecture.X86_64, "mount"), Caller.Program("/bin/mount")), 5), new(new(new(Architecture.X86_64, "mount"), Caller.Program("/init")), 3)]),
            CapabilityCallers = Callers<string>.Create([new(new("sys_admin", Caller.Program("/bin/mount")), 5)]),
        };
        Assert.Equal(
            ["allowed beyond Docker's default, since it was recorded: mount (by /init and /bin/mount)", "given beyond Docker's default, since it was used or had to be held: CAP_SYS_ADMIN (by /bin/mount)"],
            BeyondDefault.Of(trace));
    }

    [Theory]
    [InlineData(Thread, false)]
    [InlineData(ClearSignalHandlers | 0x4000, false)]
    [InlineData(NewUser, true)]
    [InlineData(0x80ul, true)] // CLONE_NEWTIME
    [InlineData(IntoCgroup, true)]
    public void Clone3IsForClonesSakeNotThereUnlessMoreWasSeen(ulong flags, bool allowed)
    {
        var trace = TraceExamples.Of("clone3", "read").WithArguments("clone3", flags);
        foreach (var profile in (SeccompProfile[])[ProfileBuilder.Build(trace), ProfileBuilder.Exactly(trace, ArgumentRules.None)])
        {
            Assert.Equal(allowed ? FilterReturn.Allow : new FilterReturn(SeccompAction.Errno, Errno.ENOSYS), profile.Rules.Single(rule => rule.Names.Contains("clone3")).Return);
            Assert.Equal(!allowed, Allows(profile, "clone", Thread));
            Assert.False(Allows(profile, "clone", NewUser));
        }

        Assert.StartsWith(allowed ? "allowed beyond Docker's default, since it was recorded: clone3 with " : "clone3 is answered ENOSYS", Assert.Single(BeyondDefault.Of(trace)), StringComparison.Ordinal);
        var extended = ProfileBuilder.Extend(DockerDefault.Profile, trace, new Version(6, 1), ArgumentRules.None, Kin.None);
        Assert.Equal(allowed ? CallAccess.Allowed : CallAccess.Refused, Resolve(extended).Access("clone3"));
    }

    [Fact]
    public void OfAnOldRecordingClone3IsNotBelieved()
    {
        var trace = TraceExamples.Of("clone3");
        Assert.Equal(CallAccess.Refused, Resolve(ProfileBuilder.Build(trace)).Access("clone3"));
        Assert.Equal(2, BeyondDefault.Of(trace).Count());
    }

    /// <summary>Threads that clone3 made are made by clone, which was seen to be given something else.</summary>
    [Fact]
    public void ExactArgumentsOfCloneMakeRoomForWhatClone3Did()
    {
        var trace = TraceExamples.Of("clone3", "clone").WithArguments("clone3", Thread).WithArguments("clone", 0x100);
        var profile = ProfileBuilder.Build(trace, ArgumentRules.WhereContainersStart(trace), Kin.None);
        Assert.True(Allows(profile, "clone", Thread));
        Assert.False(Allows(profile, "clone", NewUser));
    }

    [Fact]
    public void ABaseIsWidenedByWhatWasSeen()
    {
        var trace = TraceExamples.Of("socket", "read").WithArguments("socket", 40, 1, 0).WithArguments("socket", 2, 1, 0);
        var extended = ProfileBuilder.Extend(DockerDefault.Profile, trace, new Version(6, 1), ArgumentRules.None, Kin.None);
        Assert.True(Allows(extended, "socket", 40));
        Assert.False(Allows(extended, "socket", 38));
        Assert.Equal(DockerDefault.Profile.Rules.Length + 1, extended.Rules.Length);
    }

    /// <summary>Any trace: what its profile allows and the default does not was seen.</summary>
    [Fact]
    public void NothingIsAllowedBeyondTheDefaultThatWasNotSeen() => Prop.ForAll(
        ArbitraryTrace.Of(Architecture.X86_64).Filter(trace => trace.Syscalls.Count > 0),
        trace =>
        {
            var (own, usual) = (Resolve(ProfileBuilder.Build(trace)), DefaultConditions.Usual(Architecture.X86_64));
            return DefaultConditions.Calls.All(call => own.Access(call) != CallAccess.Allowed)
                && Syscalls.All(Architecture.X86_64).Select(call => call.Name).Where(name => own.Access(name) > usual.Access(name)).All(name => trace.Syscalls.Keys.Any(call => call.Name == name));
        }).Hold();

    private static ResolvedProfile Resolve(SeccompProfile profile) => ResolvedProfile.Of(profile, new Circumstances(Architecture.X86_64, new Version(6, 1), ContainerCapabilities.Default));

    private static bool Allows(SeccompProfile profile, string call, ulong first) => Resolve(profile).Judge(call) is var ruling && ruling.Verdict switch
    {
        CallVerdict.Allowed => true,
        CallVerdict.ForbiddenUnless => ruling.Rules.Any(rule => rule.All(condition => condition.Holds(condition.Argument == 0 ? first : 0))),
        _ => false,
    };
}
