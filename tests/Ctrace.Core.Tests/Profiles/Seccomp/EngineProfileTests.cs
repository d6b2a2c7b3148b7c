using System.Text;
using Ctrace.Core.Linux;
using Ctrace.Core.Profiles.Seccomp;
using FsCheck;
using FsCheck.Fluent;
using Xunit;

namespace Ctrace.Core.Tests.Profiles.Seccomp;

/// <summary>What profiles say of calls, in different circumstances.</summary>
public sealed class EngineProfileTests
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
    public void DockersDefaultForAnOrdinaryContainer(string name, CallVerdict verdict) =>
        Assert.Equal(verdict, Of(DockerDefault.Profile.Judge(Ordinary), name).Verdict);

    [Theory]
    [InlineData("sys_admin", "mount", CallVerdict.Allowed)]
    [InlineData("sys_admin", "clone", CallVerdict.Allowed)]
    [InlineData("sys_admin", "clone3", CallVerdict.Allowed)]
    [InlineData("sys_boot", "reboot", CallVerdict.Allowed)]
    [InlineData("sys_boot", "mount", CallVerdict.Forbidden)]
    public void CapabilitiesOpenWhatTheyAreFor(string capability, string name, CallVerdict verdict) =>
        Assert.Equal(verdict, Of(DockerDefault.Profile.Judge(Ordinary with { Capabilities = new HashSet<string> { capability } }), name).Verdict);

    [Fact]
    public void AnOldKernelHasNoPtrace() => Assert.Equal(
        CallVerdict.Forbidden, Of(DockerDefault.Profile.Judge(Ordinary with { Kernel = new Version(4, 7) }), "ptrace").Verdict);

    [Theory]
    [InlineData("socket", 1UL, true)]
    [InlineData("socket", 38UL, false)]
    [InlineData("socket", 40UL, false)]
    [InlineData("personality", 0xffffffffUL, true)]
    [InlineData("personality", 1UL, false)]
    [InlineData("clone", 0x11UL, true)]
    [InlineData("clone", 0x10000011UL, false)]
    public void ArgumentsDecide(string name, ulong argument, bool holds) =>
        Assert.Equal(holds, Of(DockerDefault.Profile.Judge(Ordinary), name).Rules.Any(rule => rule.All(condition => condition.Holds(argument))));

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
    public void Operators(string op, ulong value, bool holds, ulong argument) => Assert.Equal(holds, ArgumentCondition.From(0, op, value, 0)!.Value.Holds(argument));

    [Fact]
    public void ADenyListForbidsWhatItNames()
    {
        var rulings = Read("""
            { "defaultAction": "SCMP_ACT_ALLOW", "syscalls": [
              { "name": "mount", "action": "SCMP_ACT_KILL" },
              { "names": ["clone3"], "action": "SCMP_ACT_ERRNO", "errnoRet": 38 },
              { "names": ["socket"], "action": "SCMP_ACT_ERRNO", "args": [{ "index": 0, "op": "SCMP_CMP_EQ", "value": 40 }] }] }
            """).Judge(Ordinary);
        Assert.Equal(
            (CallVerdict.Forbidden, CallVerdict.Allowed, CallVerdict.ForbiddenIf, CallVerdict.Allowed),
            (Of(rulings, "mount").Verdict, Of(rulings, "clone3").Verdict, Of(rulings, "socket").Verdict, Of(rulings, "read").Verdict));
    }

    [Fact]
    public void AnArchitectureThatIsNotNamedIsRefused()
    {
        var rulings = Read("""{ "defaultAction": "SCMP_ACT_ALLOW", "architectures": ["SCMP_ARCH_X86_64"] }""").Judge(Ordinary);
        Assert.Equal(CallVerdict.Allowed, Of(rulings, "read").Verdict);
        Assert.Equal(CallVerdict.Forbidden, rulings[(Architecture.I386, Syscalls.Number(Architecture.I386, "read")!.Value)].Verdict);
    }

    [Fact]
    public void TheEnginesFormNamesArchitecturesInAMap()
    {
        var profile = Read("""{ "defaultAction": "SCMP_ACT_ERRNO", "archMap": [{ "architecture": "SCMP_ARCH_X86_64", "subArchitectures": ["SCMP_ARCH_X86", "SCMP_ARCH_X32"] }, { "architecture": "SCMP_ARCH_S390X", "subArchitectures": null }] }""");
        Assert.Equal([Architecture.X86_64, Architecture.I386, Architecture.X32], profile.Architectures);
    }

    [Theory]
    [InlineData("", "")]
    [InlineData("[]", "the profile is not of type object")]
    [InlineData("{}", "'defaultAction' is missing")]
    [InlineData("""{"defaultAction": 1}""", "'defaultAction' is not of type string")]
    [InlineData("""{"defaultAction": "SCMP_ACT_X"}""", "there is no action 'SCMP_ACT_X'")]
    [InlineData("""{"defaultAction": "SCMP_ACT_ALLOW", "syscalls": {}}""", "'syscalls' is not of type array")]
    [InlineData("""{"defaultAction": "SCMP_ACT_ALLOW", "syscalls": [{}]}""", "'name' is missing")]
    [InlineData("""{"defaultAction": "SCMP_ACT_ALLOW", "syscalls": [{"names": ["read"], "action": "SCMP_ACT_KILL", "args": [{"index": 6, "op": "SCMP_CMP_EQ", "value": 0}]}]}""", "a call has arguments 0 to 5, not 6")]
    [InlineData("""{"defaultAction": "SCMP_ACT_ALLOW", "syscalls": [{"names": ["read"], "action": "SCMP_ACT_KILL", "args": [{"index": 0, "op": "SCMP_CMP_X", "value": 0}]}]}""", "there is no operator 'SCMP_CMP_X'")]
    [InlineData("""{"defaultAction": "SCMP_ACT_ALLOW", "syscalls": [{"names": ["read"], "action": "SCMP_ACT_KILL", "args": [{"index": 0, "op": "SCMP_CMP_EQ", "value": -1}]}]}""", "'value' is not a number from 0 up")]
    [InlineData("""{"defaultAction": "SCMP_ACT_ALLOW", "syscalls": [{"names": ["read"], "action": "SCMP_ACT_KILL", "includes": {"minKernel": "new"}}]}""", "'new' is no kernel version")]
    public void WhatIsNoProfileIsRefusedInOneLine(string json, string why)
    {
        var failure = Assert.Throws<CtraceException>(() => Read(json));
        Assert.Equal(FailureKind.Data, failure.Kind);
        Assert.StartsWith($"p.json is not a seccomp profile: {why}", failure.Message, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', failure.Line);
    }

    [Fact]
    public void AnyTextIsReadOrRefused() => Prop.ForAll<string>(text =>
    {
        try
        {
            Read(text ?? "");
        }
        catch (CtraceException refused)
        {
            Assert.Equal(FailureKind.Data, refused.Kind);
        }
    }).QuickCheckThrowOnFailure();

    private static Circumstances Ordinary { get; } = new(Architecture.X86_64, new Version(6, 1), Circumstances.DockerCapabilities);

    private static EngineProfile Read(string json) => EngineProfileReader.Read(Encoding.UTF8.GetBytes(json), "p.json");

    private static CallRuling Of(IReadOnlyDictionary<(Architecture, int), CallRuling> rulings, string name) =>
        rulings[(Architecture.X86_64, Syscalls.Number(Architecture.X86_64, name)!.Value)];
}
