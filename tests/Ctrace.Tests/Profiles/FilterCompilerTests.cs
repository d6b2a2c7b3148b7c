using System.Text;
using Ctrace.Core;
using Ctrace.Core.Linux;
using Ctrace.Core.Seccomp.Filters;
using Ctrace.Core.Seccomp.Profiles;
using Ctrace.Profiles;
using Ctrace.Tests.Linux;
using Xunit;

namespace Ctrace.Tests.Profiles;

/// <summary>The filter that libseccomp makes says what the profile says, and what runc adds.</summary>
public sealed class FilterCompilerTests
{
    private const string ThreeArchitectures = """ "architectures": ["SCMP_ARCH_X86_64", "SCMP_ARCH_X86", "SCMP_ARCH_X32"] """;

    private static readonly IReadOnlySet<string> NoCapabilities = new HashSet<string>();

    [Theory]
    [InlineData("")]
    [InlineData("sys_admin sys_ptrace bpf perfmon")]
    public void DockersDefaultSaysTheSameAsItsRules(string capabilities)
    {
        var profile = ResolvedProfile.Of(DockerDefault.Profile, new Circumstances(Architecture.X86_64, new Version(6, 18), capabilities.Split(' ').ToHashSet()));
        var evaluator = new FilterEvaluator([FilterCompiler.Compile(profile)]);
        var conditional = 0;
        foreach (var architecture in profile.Architectures)
        {
            Assert.All(Syscalls.All(architecture).Where(call => Libseccomp.Number(architecture, call.Name) >= 0), call =>
            {
                var verdict = evaluator.Evaluate(architecture, call.Number);
                var access = verdict.AlwaysRuns ? CallAccess.Allowed : verdict.CanRun ? CallAccess.Conditional : CallAccess.Refused;
                conditional += access == CallAccess.Conditional ? 1 : 0;
                Assert.Equal((architecture, call.Name, profile.Access(call.Name)), (architecture, call.Name, access));
            });
        }

        Assert.InRange(conditional, 3, 20);
    }

    [Fact]
    public void ConditionsOnOneArgumentAreAlternatives()
    {
        var evaluator = Evaluator("""
            "syscalls": [{"names": ["socket"], "action": "SCMP_ACT_ALLOW", "args": [
              {"index": 0, "op": "SCMP_CMP_EQ", "value": 1}, {"index": 0, "op": "SCMP_CMP_EQ", "value": 2}]},
              {"names": ["personality"], "action": "SCMP_ACT_ALLOW", "args": [
              {"index": 0, "op": "SCMP_CMP_EQ", "value": 1}, {"index": 1, "op": "SCMP_CMP_GT", "value": 5}]}]
            """);
        Assert.Equal("allow if arg0 in 0x1-0x2; else errno:EPERM", evaluator.Evaluate(Architecture.X86_64, 41).ToString());
        Assert.Equal("allow if arg0 == 0x1 and arg1 >= 0x6; else errno:EPERM", evaluator.Evaluate(Architecture.X86_64, 135).ToString());
    }

    [Theory]
    [InlineData("EQ", 0x1_0000_0002, 0, "allow if arg0 == 0x100000002; else errno:EPERM")]
    [InlineData("NE", 0x1_0000_0002, 0, "allow if arg0 != 0x100000002; else errno:EPERM")]
    [InlineData("LT", 0x1_0000_0002, 0, "allow if arg0 <= 0x100000001; else errno:EPERM")]
    [InlineData("LE", 0x1_0000_0002, 0, "allow if arg0 <= 0x100000002; else errno:EPERM")]
    [InlineData("GE", 0x1_0000_0002, 0, "allow if arg0 >= 0x100000002; else errno:EPERM")]
    [InlineData("GT", 0x1_0000_0002, 0, "allow if arg0 >= 0x100000003; else errno:EPERM")]
    [InlineData("MASKED_EQ", 0x7E02_0000, 0, "allow if arg0 & 0x7e020000 == 0x0; else errno:EPERM")]
    [InlineData("MASKED_EQ", 0x3_0000_0001, 0x1_0000_0001, "allow if arg0 & 0x300000001 == 0x100000001; else errno:EPERM")]
    public void EveryOperatorComesBackOutOfTheFilter(string op, ulong value, ulong valueTwo, string verdict) => Assert.Equal(verdict, Evaluator($$"""
        "syscalls": [{"names": ["personality"], "action": "SCMP_ACT_ALLOW", "args": [{"index": 0, "op": "SCMP_CMP_{{op}}", "value": {{value}}, "valueTwo": {{valueTwo}}}]}]
        """).Evaluate(Architecture.X86_64, 135).ToString());

    [Fact]
    public void UnknownNamesArePassedOver() => Assert.Equal("allow",
        Evaluator(""" "syscalls": [{"names": ["frobnicate", "read"], "action": "SCMP_ACT_ALLOW"}] """).Evaluate(Architecture.X86_64, 0).ToString());

    [Fact]
    public void CallsOfArchitecturesThatAreNotNamedKill()
    {
        var evaluator = Evaluator(""" "syscalls": [{"names": ["read"], "action": "SCMP_ACT_ALLOW"}] """, architectures: """ "architectures": ["SCMP_ARCH_X86_64"] """);
        Assert.Equal("kill_thread", evaluator.Evaluate(Architecture.I386, 3).ToString());
        Assert.Equal("kill_thread", evaluator.Evaluate(Architecture.X32, 0).ToString());
    }

    [Fact]
    public void CallsBehindTheLastThatIsNamedDoNotExist()
    {
        var evaluator = Evaluator(""" "syscalls": [{"names": ["read", "openat2"], "action": "SCMP_ACT_ALLOW"}, {"names": ["pidfd_getfd"], "action": "SCMP_ACT_ERRNO"}] """);

        // The rule that says what the default says counts: 438 is pidfd_getfd, 439 faccessat2.
        Assert.Equal("errno:EPERM", evaluator.Evaluate(Architecture.X86_64, 438).ToString());
        Assert.All(Architecture.X86_64.Family, architecture => Assert.Equal("errno:ENOSYS", evaluator.Evaluate(architecture, 439).ToString()));
        Assert.All(Architecture.X86_64.Family, architecture => Assert.Equal("allow", evaluator.Evaluate(architecture, 437).ToString()));
    }

    [Theory]
    [InlineData("ALLOW", 1, "allow")]
    [InlineData("LOG", 1, "log")]
    [InlineData("TRACE", 1, "trace:1")]
    [InlineData("ERRNO", 38, "errno:ENOSYS")]
    [InlineData("KILL_PROCESS", 1, "errno:ENOSYS")]
    [InlineData("TRAP", 1, "errno:ENOSYS")]
    public void TheDefaultDecidesWhetherNewCallsDoNotExist(string action, int errno, string verdict) => Assert.Equal(verdict,
        Evaluator(""" "syscalls": [{"names": ["read"], "action": "SCMP_ACT_ERRNO", "errnoRet": 2}] """, action, errno).Evaluate(Architecture.X86_64, 300).ToString());

    [Fact]
    public void WithoutArchitecturesTheNativeOneIsFilteredAndNothingIsTooNew()
    {
        var evaluator = Evaluator(""" "syscalls": [{"names": ["read"], "action": "SCMP_ACT_ALLOW"}] """, architectures: """ "architectures": [] """);
        Assert.Equal("allow", evaluator.Evaluate(Architecture.X86_64, 0).ToString());
        Assert.Equal("errno:EPERM", evaluator.Evaluate(Architecture.X86_64, 439).ToString());
        Assert.Equal("kill_thread", evaluator.Evaluate(Architecture.I386, 3).ToString());
    }

    [Fact]
    public void AnotherMachinesProfileIsCompiledForThatMachine()
    {
        var profile = SeccompReader.Read(Encoding.UTF8.GetBytes(
            """{"defaultAction": "SCMP_ACT_ERRNO", "architectures": ["SCMP_ARCH_AARCH64", "SCMP_ARCH_ARM"], "syscalls": [{"names": ["read", "open"], "action": "SCMP_ACT_ALLOW"}]}"""), "p").Profile;
        var evaluator = new FilterEvaluator([FilterCompiler.Compile(ResolvedProfile.Of(profile, new Circumstances(Architecture.Aarch64, new Version(6, 1), NoCapabilities)))]);
        Assert.Equal("allow", evaluator.Evaluate(Architecture.Aarch64, 63).ToString());
        Assert.Equal("allow", evaluator.Evaluate(Architecture.Arm, 5).ToString());
        Assert.Equal("kill_thread", evaluator.Evaluate(Architecture.X86_64, 0).ToString());
    }

    [Fact]
    public void WhatLibseccompRefusesIsTheProfilesFault() => Assert.Equal(FailureKind.Data, Assert.Throws<CtraceException>(() =>
        Evaluator(""" "syscalls": [{"names": ["read"], "action": "SCMP_ACT_ERRNO", "errnoRet": 65535}] """)).Kind);

    private static FilterEvaluator Evaluator(string syscalls, string action = "ERRNO", int errno = 1, string architectures = ThreeArchitectures)
    {
        var json = $$"""{"defaultAction": "SCMP_ACT_{{action}}", "defaultErrnoRet": {{errno}}, {{architectures}}, {{syscalls}}}""";
        var profile = SeccompReader.Read(Encoding.UTF8.GetBytes(json), "p").Profile;
        return new FilterEvaluator([FilterCompiler.Compile(ResolvedProfile.Of(profile, new Circumstances(Architecture.X86_64, new Version(6, 18), NoCapabilities)))]);
    }
}
