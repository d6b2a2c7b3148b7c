using Ctrace.Core.Linux;
using Ctrace.Core.Seccomp;
using Ctrace.Core.Seccomp.Profiles;
using Ctrace.Core.Tests.Golden;
using Ctrace.Core.Tests.Traces;
using Ctrace.Core.Traces;
using FsCheck.Fluent;
using Xunit;

namespace Ctrace.Core.Tests.Seccomp.Profiles;

public sealed class ArgumentRulesTests
{
    private static Trace Web => TraceExamples.Of("clone", "fcntl", "ioctl", "prctl", "socket", "setsockopt")
        .WithArguments("socket", 1, 1, 0).WithArguments("socket", 2, 1, 6).WithArguments("setsockopt", 1, 2).WithArguments("clone", 0x50f00)
        .WithArguments("fcntl", 3).WithArguments("prctl", 15).WithAnyArguments("ioctl");

    [Fact]
    public void IsTheGoldenProfile() =>
        GoldenFile.Check("Seccomp/arguments.json", SeccompWriter.Write(ProfileBuilder.Build(Web, ArgumentRules.WhereContainersStart(Web), Kin.None)));

    [Fact]
    public void WhatTheRuntimeCallsStaysWithoutConditions()
    {
        var rules = ArgumentRules.WhereContainersStart(Web);
        Assert.Equal(["clone", "setsockopt", "socket"], rules.Names.Order(StringComparer.Ordinal));
        Assert.Equal(["ioctl"], rules.Widened.Keys);
        var profile = ProfileBuilder.Build(Web, rules, Kin.None);
        Assert.All((string[])["fcntl", "prctl", "ioctl"], name => Assert.Contains(name, profile.Rules[0].Names));
        Assert.All(rules.Names, name => Assert.DoesNotContain(name, profile.Rules[0].Names));

        // Without new privileges the runtime does not call prctl any more.
        Assert.Contains("prctl", ArgumentRules.WhereContainersStart(Web.With(Fact.NoNewPrivileges, "true")).Names);
        Assert.Contains("fcntl", ArgumentRules.Exactly(Web).Names);
    }

    [Fact]
    public void WhatIsNotKnownHasNoConditions()
    {
        var trace = TraceExamples.Of("socket", "i386:socket", "ioctl", "setns", "i386:setns", "ptrace").WithArguments("socket", 1, 1, 0).WithArguments("i386:setns", 0)
            .WithArguments("setns", 0x40000000).WithArguments("ioctl", 1, 2).WithAnyArguments("ptrace");
        var rules = ArgumentRules.WhereContainersStart(trace);
        Assert.Equal(["setns", "setns"], rules.Rules.Select(rule => Assert.Single(rule.Names)));
        Assert.Equal(
            [
                "ioctl: another version of ctrace recorded them",
                "ptrace: there were more than 32 combinations, or some were missed",
                "socket: they were not recorded, or not always",
            ],
            rules.Widened.Select(call => $"{call.Key}: {call.Value}"));
    }

    [Fact]
    public void AFilterStaysSmallEnough()
    {
        var trace = TraceExamples.Of("socket", "socketpair", "ioctl", "setsockopt", "getsockopt", "i386:read");
        for (var value = 0ul; value < RecordedArguments.MaxEntries; value++)
        {
            trace = trace.WithArguments("socket", value, value, value).WithArguments("socketpair", value, value, value).WithArguments("ioctl", value).WithArguments("setsockopt", value, value)
                .WithArguments("getsockopt", value, value);
        }

        var rules = ArgumentRules.WhereContainersStart(trace);
        Assert.Equal(["getsockopt", "ioctl", "setsockopt"], rules.Names.Order(StringComparer.Ordinal));
        Assert.Equal("the filter would have more instructions than the kernel takes", rules.Widened["socket"]);
    }

    [Fact]
    public void ABasesRefusalIsLiftedOnlyForWhatWasRecorded()
    {
        var basis = new SeccompProfile(SeccompAction.Errno, default, [new SeccompRule(["socket"], SeccompAction.Allow) { Arguments = [new(0, SeccompOperator.Equal, 1)] }]);
        var trace = TraceExamples.Of("setns", "socket").WithArguments("setns", 0).WithArguments("socket", 2, 1, 0);
        var extended = ProfileBuilder.Extend(basis, trace, new Version(6, 18), ArgumentRules.WhereContainersStart(trace), Kin.None);
        Assert.Single(extended.Rules, rule => rule.Names.Contains("setns"));
        Assert.Equal(new(1, SeccompOperator.MaskedEqual, uint.MaxValue, 0), Assert.Single(extended.Rules.Single(rule => rule.Names.Contains("setns")).Arguments));
        Assert.Equal(
            [new(0, SeccompOperator.Equal, 1), new(0, SeccompOperator.MaskedEqual, uint.MaxValue, 2)],
            extended.Rules.Where(rule => rule.Names.Contains("socket")).Select(rule => Assert.Single(rule.Arguments)));
    }

    [Fact]
    public void WithoutThemTheProfileAllowsTheSameNames() => Prop.ForAll(
        ArbitraryTrace.Of(Architecture.X86_64).Filter(trace => trace.Syscalls.Count > 0), trace => Names(ProfileBuilder.Build(trace)).SetEquals(
            Names(ProfileBuilder.Build(trace, ArgumentRules.WhereContainersStart(trace), Kin.None)))).Hold();

    private static HashSet<string> Names(SeccompProfile profile) => [.. profile.Rules.Where(rule => rule.Return.MayRun).SelectMany(rule => rule.Names)];
}
