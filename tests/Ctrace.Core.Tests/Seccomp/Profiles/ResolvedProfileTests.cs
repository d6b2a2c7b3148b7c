using System.Text;
using Ctrace.Core.Linux;
using Ctrace.Core.Seccomp.Profiles;
using Xunit;

namespace Ctrace.Core.Tests.Seccomp.Profiles;

/// <summary>What is left of a profile in one container, and what that says of calls.</summary>
public sealed class ResolvedProfileTests
{
    [Theory]
    [InlineData("read", CallVerdict.Allowed)]
    [InlineData("mount", CallVerdict.Forbidden)]
    [InlineData("chroot", CallVerdict.Allowed)]
    [InlineData("ptrace", CallVerdict.Allowed)]
    [InlineData("bpf", CallVerdict.Forbidden)]
    [InlineData("arch_prctl", CallVerdict.Allowed)]
    [InlineData("clone", CallVerdict.ForbiddenUnless)]
    [InlineData("clone3", CallVerdict.Allowed)]
    [InlineData("socket", CallVerdict.ForbiddenUnless)]
    [InlineData("personality", CallVerdict.ForbiddenUnless)]
    [InlineData("io_uring_setup", CallVerdict.Forbidden)]
    [InlineData("reboot", CallVerdict.Forbidden)]
    public void DockersDefaultForAnOrdinaryContainer(string name, object verdict) =>
        Assert.Equal((CallVerdict)verdict, Of(Judge(DockerDefault.Profile, Ordinary), name).Verdict);

    [Theory]
    [InlineData("sys_admin", "mount", CallVerdict.Allowed)]
    [InlineData("sys_admin", "clone", CallVerdict.Allowed)]
    [InlineData("sys_admin", "clone3", CallVerdict.Allowed)]
    [InlineData("sys_boot", "reboot", CallVerdict.Allowed)]
    [InlineData("sys_boot", "mount", CallVerdict.Forbidden)]
    public void CapabilitiesOpenWhatTheyAreFor(string capability, string name, object verdict) =>
        Assert.Equal((CallVerdict)verdict, Of(Judge(DockerDefault.Profile, Ordinary with { Capabilities = new HashSet<string> { capability } }), name).Verdict);

    [Fact]
    public void AnOldKernelHasNoPtrace() => Assert.Equal(
        CallVerdict.Forbidden, Of(Judge(DockerDefault.Profile, Ordinary with { Kernel = new Version(4, 7) }), "ptrace").Verdict);

    [Theory]
    [InlineData("socket", 1UL, true)]
    [InlineData("socket", 38UL, false)]
    [InlineData("socket", 40UL, false)]
    [InlineData("personality", 0xffffffffUL, true)]
    [InlineData("personality", 1UL, false)]
    [InlineData("clone", 0x11UL, true)]
    [InlineData("clone", 0x10000011UL, false)]
    public void ArgumentsDecide(string name, ulong argument, bool holds) =>
        Assert.Equal(holds, Of(Judge(DockerDefault.Profile, Ordinary), name).Rules.Any(rule => rule.All(condition => condition.Holds(argument))));

    /// <summary>All but those that only other architectures, or older kernels, have.</summary>
    [Fact]
    public void EveryNameOfTheTableIsACall() => Assert.All(DockerDefault.Profile.Rules.SelectMany(rule => rule.Names),
        name => Assert.True(Architecture.All.Any(architecture => Syscalls.Number(architecture, name) is not null) || name is "epoll_ctl_old" or "epoll_wait_old" or "fstatat64" or "getsid" or "riscv_hwprobe" or "sync_file_range2", name));

    [Theory]
    [InlineData("EQ", 5UL, true, 5UL)]
    [InlineData("EQ", 5UL, false, 6UL)]
    [InlineData("NE", 5UL, true, 6UL)]
    [InlineData("NE", 5UL, false, 5UL)]
    [InlineData("LT", 5UL, true, 4UL)]
    [InlineData("LT", 5UL, false, 5UL)]
    [InlineData("LT", 0UL, false, 0UL)]
    [InlineData("LE", 5UL, true, 5UL)]
    [InlineData("LE", 5UL, false, 6UL)]
    [InlineData("GE", 5UL, true, 5UL)]
    [InlineData("GE", 5UL, false, 4UL)]
    [InlineData("GT", 5UL, true, 6UL)]
    [InlineData("GT", 5UL, false, 5UL)]
    [InlineData("GT", ulong.MaxValue, false, ulong.MaxValue)]
    public void Operators(string op, ulong value, bool holds, ulong argument) => Assert.Equal(holds, new SeccompArgument(0, SeccompArgument.FindOperator($"SCMP_CMP_{op}")!.Value, value).Condition.Holds(argument));

    [Fact]
    public void AMaskIsLookedThrough()
    {
        var condition = new SeccompArgument(0, SeccompOperator.MaskedEqual, 0xf0, 0x1e).Condition;
        Assert.Equal((true, false), (condition.Holds(0x1f), condition.Holds(0x2f)));
    }

    [Fact]
    public void ADenyListForbidsWhatItNames()
    {
        var rulings = Judge(Read("""
            { "defaultAction": "SCMP_ACT_ALLOW", "syscalls": [
              { "name": "mount", "action": "SCMP_ACT_KILL" },
              { "names": ["clone3"], "action": "SCMP_ACT_ERRNO", "errnoRet": 38 },
              { "names": ["socket"], "action": "SCMP_ACT_ERRNO", "args": [{ "index": 0, "op": "SCMP_CMP_EQ", "value": 40 }] }] }
            """), Ordinary);
        Assert.Equal(
            (CallVerdict.Forbidden, CallVerdict.Allowed, CallVerdict.ForbiddenIf, CallVerdict.Allowed),
            (Of(rulings, "mount").Verdict, Of(rulings, "clone3").Verdict, Of(rulings, "socket").Verdict, Of(rulings, "read").Verdict));
    }

    [Fact]
    public void ACallThatIsDeniedToExistCannotBeMade()
    {
        var resolved = ResolvedProfile.Of(DockerDefault.Profile, Ordinary);
        Assert.Equal(
            (CallAccess.Refused, CallAccess.Conditional, CallAccess.Allowed, CallAccess.Refused),
            (resolved.Access("clone3"), resolved.Access("clone"), resolved.Access("read"), resolved.Access("no_such_call")));
    }

    [Fact]
    public void TwoConditionsOnOneArgumentAreTwoRules()
    {
        var resolved = ResolvedProfile.Of(Read("""
            { "defaultAction": "SCMP_ACT_ERRNO", "syscalls": [{ "names": ["socket"], "action": "SCMP_ACT_ALLOW", "args": [
              { "index": 0, "op": "SCMP_CMP_GE", "value": 5 }, { "index": 0, "op": "SCMP_CMP_LE", "value": 3 }, { "index": 1, "op": "SCMP_CMP_EQ", "value": 1 }] }] }
            """), Ordinary);
        Assert.Equal([(0, 5UL), (0, 3UL), (1, 1UL)], resolved.Rules.Select(rule => (Assert.Single(rule.Arguments).Index, rule.Arguments[0].Value)));
        Assert.Equal(3, resolved.Judge("socket").Rules.Length);
    }

    [Fact]
    public void ConditionsOnDifferentArgumentsHoldTogether()
    {
        var resolved = ResolvedProfile.Of(Read("""
            { "defaultAction": "SCMP_ACT_ERRNO", "syscalls": [{ "names": ["socket", "socketpair"], "action": "SCMP_ACT_ALLOW", "args": [
              { "index": 0, "op": "SCMP_CMP_EQ", "value": 1 }, { "index": 1, "op": "SCMP_CMP_EQ", "value": 2 }] }] }
            """), Ordinary);
        Assert.Equal(["socket", "socketpair"], resolved.Rules.Select(rule => rule.Name));
        Assert.All(resolved.Rules, rule => Assert.Equal(2, rule.Arguments.Length));
    }

    [Fact]
    public void ARuleThatRepeatsTheDefaultIsLeftOut() => Assert.Equal(
        ["clone3"],
        ResolvedProfile.Of(Read("""
            { "defaultAction": "SCMP_ACT_ERRNO", "syscalls": [
              { "names": ["mount"], "action": "SCMP_ACT_ERRNO", "errnoRet": 1 }, { "names": ["clone3"], "action": "SCMP_ACT_ERRNO", "errno": "ENOSYS", "errnoRet": 1 }] }
            """), Ordinary).Rules.Select(rule => rule.Name));

    [Fact]
    public void ARuleWithoutConditionsTakesThePlaceOfThoseWith()
    {
        var resolved = ResolvedProfile.Of(Read("""
            { "defaultAction": "SCMP_ACT_ERRNO", "syscalls": [
              { "names": ["socket"], "action": "SCMP_ACT_ALLOW", "args": [{ "index": 0, "op": "SCMP_CMP_EQ", "value": 1 }] },
              { "names": ["socket"], "action": "SCMP_ACT_KILL" }] }
            """), Ordinary);
        Assert.Equal(CallVerdict.Forbidden, resolved.Judge("socket").Verdict);
    }

    [Fact]
    public void AnArchitectureThatIsNotNamedIsRefused()
    {
        var rulings = Judge(Read("""{ "defaultAction": "SCMP_ACT_ALLOW", "architectures": ["SCMP_ARCH_X86_64"] }"""), Ordinary);
        Assert.Equal(CallVerdict.Allowed, Of(rulings, "read").Verdict);
        Assert.Equal(CallVerdict.Forbidden, rulings[(Architecture.I386, Syscalls.Number(Architecture.I386, "read")!.Value)].Verdict);
    }

    [Theory]
    [InlineData("""{ "defaultAction": "SCMP_ACT_ERRNO", "archMap": [{ "architecture": "SCMP_ARCH_X86_64", "subArchitectures": ["SCMP_ARCH_X86", "SCMP_ARCH_X32"] }, { "architecture": "SCMP_ARCH_S390X", "subArchitectures": null }] }""", "x86_64 i386 x32")]
    [InlineData("""{ "defaultAction": "SCMP_ACT_ERRNO", "archMap": [{ "architecture": "SCMP_ARCH_AARCH64", "subArchitectures": ["SCMP_ARCH_ARM"] }] }""", "x86_64")]
    [InlineData("""{ "defaultAction": "SCMP_ACT_ERRNO", "architectures": ["SCMP_ARCH_X86"] }""", "x86_64 i386")]
    [InlineData("""{ "defaultAction": "SCMP_ACT_ERRNO", "architectures": ["SCMP_ARCH_AARCH64", "SCMP_ARCH_X86_64"] }""", "x86_64")]
    [InlineData("""{ "defaultAction": "SCMP_ACT_ERRNO" }""", "x86_64")]
    public void TheMachinesOwnInterfaceIsAlwaysFiltered(string json, string architectures) =>
        Assert.Equal(architectures, string.Join(' ', ResolvedProfile.Of(Read(json), Ordinary).Architectures));

    [Theory]
    [InlineData("""{"caps": ["CAP_CHOWN", "CAP_KILL"]}""", true, true)]
    [InlineData("""{"caps": ["CAP_CHOWN", "CAP_SYS_ADMIN"]}""", false, true)]
    [InlineData("""{"caps": ["CAP_SYS_ADMIN"]}""", false, false)]
    [InlineData("""{"caps": ["chown"]}""", false, false)]
    [InlineData("""{"arches": ["arm64", "amd64"]}""", true, true)]
    [InlineData("""{"arches": ["x86_64"]}""", false, false)]
    [InlineData("""{"minKernel": "6.1"}""", true, true)]
    [InlineData("""{"minKernel": "6.2"}""", false, false)]
    [InlineData("""{"arches": ["arm64"], "minKernel": "5.0"}""", false, true)]
    [InlineData("""{}""", true, false)]
    public void AScopeIncludesWhenAllOfItHoldsAndExcludesWhenAnyDoes(string scope, bool includes, bool excludes)
    {
        Assert.Equal(includes, Rules("includes"));
        Assert.Equal(!excludes, Rules("excludes"));

        bool Rules(string name) => !ResolvedProfile.Of(
            Read($$"""{"defaultAction": "SCMP_ACT_ERRNO", "syscalls": [{"names": ["read"], "action": "SCMP_ACT_ALLOW", "{{name}}": {{scope}}}]}"""), Ordinary).Rules.IsEmpty;
    }

    private static Circumstances Ordinary { get; } = new(Architecture.X86_64, new Version(6, 1), ContainerCapabilities.Default);

    private static SeccompProfile Read(string json) => SeccompReader.Read(Encoding.UTF8.GetBytes(json), "p.json").Profile;

    private static IReadOnlyDictionary<(Architecture, int), CallRuling> Judge(SeccompProfile profile, Circumstances circumstances) =>
        ResolvedProfile.Of(profile, circumstances).Judge();

    private static CallRuling Of(IReadOnlyDictionary<(Architecture, int), CallRuling> rulings, string name) =>
        rulings[(Architecture.X86_64, Syscalls.Number(Architecture.X86_64, name)!.Value)];
}
