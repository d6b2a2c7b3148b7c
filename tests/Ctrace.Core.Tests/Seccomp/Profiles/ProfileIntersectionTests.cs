using Ctrace.Core.Linux;
using Ctrace.Core.Seccomp;
using Ctrace.Core.Seccomp.Profiles;
using Ctrace.Core.Tests.Traces;
using Ctrace.Core.Traces;
using FsCheck.Fluent;
using Xunit;

namespace Ctrace.Core.Tests.Seccomp.Profiles;

/// <summary>What a recording needs and a base allows.</summary>
public sealed class ProfileIntersectionTests
{
    private static readonly Circumstances Machine = new(Architecture.X86_64, new Version(6, 1), ContainerCapabilities.Default);

    private static readonly SeccompErrno Eacces = new(13);

    [Fact]
    public void OnlyWhatBothAllowIsAllowedAndTheBasesAnswersStay()
    {
        var basis = new SeccompProfile(SeccompAction.KillProcess, default,
        [
            new SeccompRule([.. RuntimeBaseline.Privileges, "getuid", "chmod"], SeccompAction.Allow),
            new SeccompRule(["mount"], SeccompAction.Errno, Eacces),
            new SeccompRule(["ptrace"], SeccompAction.Allow) { Includes = new RuleScope([], ["CAP_SYS_PTRACE"], null) },
            new SeccompRule(["keyctl"], SeccompAction.Log),
        ]);
        var whole = Within(basis, "read", "getuid", "mount", "keyctl", "ptrace", "getpgid");
        var resolved = ResolvedProfile.Of(whole.Profile, Machine);
        Assert.Equal(CallAccess.Allowed, resolved.Access("getuid"));
        Assert.Equal(CallAccess.Refused, resolved.Access("chmod"));
        Assert.Equal(new FilterReturn(SeccompAction.Errno, 13), whole.Profile.Rules.Single(rule => rule.Names.Contains("mount")).Return);
        Assert.Equal(SeccompAction.Log, whole.Profile.Rules.Single(rule => rule.Names.Contains("keyctl")).Action);
        Assert.Equal(["CAP_SYS_PTRACE"], whole.Profile.Rules.Single(rule => rule.Names.Contains("ptrace")).Includes.Capabilities);
        Assert.DoesNotContain(whole.Profile.Rules, rule => rule.Names.Contains("getpgid"));
        Assert.Equal(SeccompAction.KillProcess, whole.Profile.DefaultAction);
        Assert.Empty(whole.Unsaid);
    }

    [Fact]
    public void TheBasesConditionsStayAndCallsThatAreDoneWithoutLookUnknown()
    {
        var resolved = ResolvedProfile.Of(Within(DockerDefault.Profile, "socket", "clone", "read").Profile, Machine);
        var usual = ResolvedProfile.Of(DockerDefault.Profile, Machine);
        Assert.Equal(usual.RulesFor("socket").Select(rule => Assert.Single(rule.Arguments)), resolved.RulesFor("socket").Select(rule => Assert.Single(rule.Arguments)));
        Assert.Equal(CallAccess.Conditional, resolved.Access("clone"));
        Assert.Equal(new FilterReturn(SeccompAction.Errno, Errno.ENOSYS), Assert.Single(resolved.RulesFor("clone3")).Return);
        Assert.Equal(new FilterReturn(SeccompAction.Errno, Errno.ENOSYS), Assert.Single(resolved.RulesFor("pidfd_open")).Return);
        Assert.Empty(resolved.RulesFor("personality"));
    }

    [Fact]
    public void RecordedArgumentsAndTheBasesConditionsMustBothHold()
    {
        var trace = TraceExamples.Of("socket", "clone", "read").WithArguments("socket", 2, 1, 0).WithArguments("socket", 38, 5, 0).WithArguments("clone", 0x50f00).WithArguments("clone", 0x10000000);
        var arguments = ArgumentRules.WhereContainersStart(trace);
        var resolved = ResolvedProfile.Of(ProfileIntersection.Of(ProfileBuilder.Build(trace, arguments, Kin.None), DockerDefault.Profile, Machine, arguments.Names).Profile, Machine);
        Assert.Equal(["0 2", "1 1", "2 0"], Assert.Single(resolved.RulesFor("socket").DistinctBy(rule => string.Join(' ', rule.Arguments))).Arguments.Select(argument => $"{argument.Index} {argument.ValueTwo}"));
        Assert.Equal(0x50f00ul, Assert.Single(Assert.Single(resolved.RulesFor("clone")).Arguments).ValueTwo);
        Assert.Equal(["clone with CLONE_NEWUSER", "socket of family alg"], BeyondBase.Of(trace, ResolvedProfile.Of(DockerDefault.Profile, Machine)));
    }

    [Fact]
    public void OfABaseThatAllowsByDefaultWhatItRefusesStaysRefused()
    {
        var basis = new SeccompProfile(SeccompAction.Allow, default,
        [
            new SeccompRule(["mount"], SeccompAction.Errno, Eacces),
            new SeccompRule(["ioctl"], SeccompAction.Errno, Eacces) { Arguments = [new(1, SeccompOperator.Equal, 0x5412)] }, // TIOCSTI
            new SeccompRule(["prctl"], SeccompAction.Errno, Eacces) { Arguments = [new(0, SeccompOperator.MaskedEqual, 0xff, 3)] },
            new SeccompRule(["socket"], SeccompAction.Errno, Eacces) { Arguments = [new(0, SeccompOperator.Equal, 17)] },
        ]);
        var whole = Within(basis, "mount", "ioctl", "prctl", "socket", "getuid");
        var resolved = ResolvedProfile.Of(whole.Profile, Machine);
        Assert.False(resolved.Default.MayRun);
        Assert.Equal(CallAccess.Allowed, resolved.Access("getuid"));
        Assert.Equal(CallAccess.Refused, resolved.Access("mount"));
        Assert.Equal(CallAccess.Refused, resolved.Access("chmod"));
        Assert.True(Allows(resolved, "ioctl", 0, 0x5401));
        Assert.False(Allows(resolved, "ioctl", 0, 0x5412));
        Assert.True(Allows(resolved, "socket", 16));
        Assert.True(Allows(resolved, "socket", 2));
        Assert.False(Allows(resolved, "socket", 17));
        Assert.Equal(["prctl"], whole.Unsaid);
        Assert.Equal(CallAccess.Refused, resolved.Access("prctl"));
        Assert.Equal(13, Assert.Single(resolved.RulesFor("ioctl"), rule => !rule.Return.MayRun).Return.Data);
    }

    /// <summary>Any recording within any base: no call that either refuses.</summary>
    [Fact]
    public void NothingIsAllowedThatEitherRefuses() => Prop.ForAll(
        ArbitraryTrace.Of(Architecture.X86_64).Filter(trace => trace.Syscalls.Count > 0), ArbitraryProfile.Any, (trace, basis) =>
        {
            var own = ProfileBuilder.Build(trace);
            var whole = ResolvedProfile.Of(ProfileIntersection.Of(own, basis, Machine, new HashSet<string>()).Profile, Machine);
            var (one, other) = (ResolvedProfile.Of(own, Machine), ResolvedProfile.Of(basis, Machine));
            return !whole.Default.MayRun && Syscalls.All(Architecture.X86_64).All(call => whole.Access(call.Name) <= one.Access(call.Name) && whole.Access(call.Name) <= other.Access(call.Name));
        }).Hold();

    private static ProfileIntersection Within(SeccompProfile basis, params string[] calls) =>
        ProfileIntersection.Of(ProfileBuilder.Build(TraceExamples.Of(calls)), basis, Machine, new HashSet<string>());

    private static bool Allows(ResolvedProfile profile, string call, params ulong[] arguments) => profile.RulesFor(call).Where(rule => rule.Return.MayRun)
        .Any(rule => rule.Arguments.All(argument => argument.Condition.Holds(arguments.ElementAtOrDefault(argument.Index))));
}
