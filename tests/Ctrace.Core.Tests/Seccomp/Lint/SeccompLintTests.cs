using System.Collections.Immutable;
using System.Text;
using Ctrace.Core.Linux;
using Ctrace.Core.Seccomp;
using Ctrace.Core.Seccomp.Lint;
using Ctrace.Core.Seccomp.Profiles;
using Ctrace.Core.Tests.Golden;
using Ctrace.Core.Tests.Seccomp.Profiles;
using Ctrace.Core.Tests.Traces;
using FsCheck.Fluent;
using Xunit;

namespace Ctrace.Core.Tests.Seccomp.Lint;

public sealed class SeccompLintTests
{
    private static readonly Circumstances Ordinary = new(Architecture.X86_64, new Version(6, 1), ContainerCapabilities.Default);

    [Fact]
    public void NothingIsWrongWithDockersDefault() => Assert.Empty(Examine(DockerDefault.Profile));

    [Fact]
    public void OurOwnProfilesAreSound() => Assert.DoesNotContain(
        Examine(ProfileBuilder.Build(TraceExamples.Of("read", "mmap"))), finding => finding.Severity != LintSeverity.Note);

    [Fact]
    public void AllThatIsWrongIsFound()
    {
        var document = SeccompReader.Read(Encoding.UTF8.GetBytes(GoldenFile.Read("Seccomp/bad.json")), "bad.json");
        var findings = SeccompLint.Examine(document, Ordinary);
        GoldenFile.Check("Seccomp/bad.lint", LintReport.Text("bad.json", findings));
        GoldenFile.Check("Seccomp/bad.lint.json", LintReport.Json("bad.json", findings));
    }

    [Theory]
    [InlineData("errno:EPERM", true)]
    [InlineData("kill_process", true)]
    [InlineData("errno:ENOSYS", false)]
    public void Clone3HasToLookUnknown(string answer, bool wrong) => Assert.Equal(
        wrong, Examine(ProfileChange.Deny(DockerDefault.Profile, ["clone3"], ActionName.Parse(answer))).Any(Concerns("clone3", LintSeverity.Error)));

    /// <summary>libseccomp takes no error above 4094, and no container starts.</summary>
    [Theory]
    [InlineData(4094, false)]
    [InlineData(4095, true)]
    [InlineData(5000, true)]
    public void AnErrorThatLibseccompRefusesIsWrong(int error, bool wrong)
    {
        var profile = ProfileChange.Deny(DockerDefault.Profile, ["unlink"], new FilterReturn(SeccompAction.Errno, error));
        Assert.Equal(wrong, Examine(profile).Any(finding => finding.Severity == LintSeverity.Error && finding.Reason.Contains($"the error {error} is too large", StringComparison.Ordinal)));
        Assert.Equal(wrong, ContainerStart.Obstacles(ResolvedProfile.Of(profile, Ordinary)).Any());
    }

    /// <summary>What runc refuses keeps every container from starting, and each is told with its line and what helps.</summary>
    [Theory]
    [InlineData("SCMP_ARCH_S390X", LintSeverity.Error, "another byte order", "archMap")]
    [InlineData("SCMP_ARCH_PPC", LintSeverity.Error, "another byte order", "archMap")]
    [InlineData("SCMP_ARCH_MIPS64N32", LintSeverity.Error, "another byte order", "archMap")]
    [InlineData("SCMP_ARCH_PARISC", LintSeverity.Error, "runc does not know", "archMap")]
    [InlineData("SCMP_ARCH_SH", LintSeverity.Error, "runc does not know", "archMap")]
    [InlineData("SCMP_ARCH_RISCV64", LintSeverity.Warning, "runc before 1.1.8", "archMap")]
    [InlineData("SCMP_ARCH_LOONGARCH64", LintSeverity.Warning, "runc before 1.4.1", "archMap")]
    [InlineData("SCMP_ARCH_NATIVE", LintSeverity.Error, "there is no architecture", "the machine's own is always filtered; or write SCMP_ARCH_X86_64")]
    [InlineData("SCMP_ARCH_RISCV", LintSeverity.Error, "there is no architecture", "did you mean 'SCMP_ARCH_RISCV64'?")]
    public void AnArchitectureThatARuntimeRefusesIsWrong(string name, LintSeverity severity, string reason, string remedy)
    {
        var document = Read($$"""
            { "defaultAction": "SCMP_ACT_ALLOW",
              "architectures": ["SCMP_ARCH_X86_64", "{{name}}"] }
            """);
        var finding = SeccompLint.Examine(document, Ordinary).Single(each => each.Reason.Contains(name, StringComparison.Ordinal));
        Assert.Equal((severity, 2), (finding.Severity, finding.Line));
        Assert.Contains(reason, finding.Reason, StringComparison.Ordinal);
        Assert.Contains(remedy, finding.Remedy, StringComparison.Ordinal);
        Assert.Equal(severity == LintSeverity.Error, RuntimeRefusals.Of(ResolvedProfile.Of(document.Profile, Ordinary)).Any());
    }

    /// <summary>What archMap says of other machines is not handed to the runtime.</summary>
    [Fact]
    public void AnotherMachinesGroupIsNoBusinessOfTheRuntime() => Assert.DoesNotContain(
        SeccompLint.Examine(Read("""
            { "defaultAction": "SCMP_ACT_ALLOW",
              "archMap": [{ "architecture": "SCMP_ARCH_X86_64" }, { "architecture": "SCMP_ARCH_S390X", "subArchitectures": ["SCMP_ARCH_S390"] }, { "architecture": "SCMP_ARCH_RISCV64" }] }
            """), Ordinary), finding => finding.Severity == LintSeverity.Error || finding.Reason.Contains("runc", StringComparison.Ordinal));

    [Theory]
    [InlineData("", LintSeverity.Error)]
    [InlineData(""", "includes": { "caps": ["CAP_SYS_ADMIN"] }""", LintSeverity.Warning)]
    public void AnEmptyNameIsRefusedWhereItsRuleHolds(string scope, LintSeverity severity)
    {
        var findings = SeccompLint.Examine(Read($$"""
            { "defaultAction": "SCMP_ACT_ALLOW",
              "syscalls": [
                { "names": ["acct", ""], "action": "SCMP_ACT_ERRNO"{{scope}} }] }
            """), Ordinary);
        Assert.Equal((severity, 3), findings.Where(finding => finding.Reason.Contains("empty name", StringComparison.Ordinal)).Select(finding => (finding.Severity, finding.Line)).Single());
    }

    [Fact]
    public void AFlagThatOldRuntimesDoNotKnowIsTold() => Assert.Contains(
        SeccompLint.Examine(Read("""{ "defaultAction": "SCMP_ACT_ALLOW", "flags": ["SECCOMP_FILTER_FLAG_WAIT_KILLABLE_RECV"] }"""), Ordinary), finding => Concerns("runc before 1.4.1", LintSeverity.Warning)(finding));

    [Fact]
    public void EveryArchitectureOfCtracesOwnIsInTheTable() =>
        Assert.All(Architecture.All, architecture => Assert.False(SeccompArchitecture.Find(architecture.Seccomp)?.IsBigEndian));

    /// <summary>Where runc answers ENOSYS by itself, nothing is wrong: above the highest number that is named.</summary>
    [Theory]
    [InlineData("openat2", true)]
    [InlineData("clone3", false)]
    public void AboveTheHighestNumberTheRuntimeAnswers(string highest, bool wrong)
    {
        var profile = ProfileChange.Allow(ProfileBuilder.DenyAll([Architecture.X86_64]), ["read", "clone", highest]);
        profile = highest == "clone3" ? ProfileChange.Deny(profile, ["clone3"], null) : profile;
        Assert.Equal(wrong, Examine(profile).Any(Concerns("clone3", LintSeverity.Error)));
    }

    [Theory]
    [InlineData("exit_group", LintSeverity.Error)]
    [InlineData("rt_sigreturn", LintSeverity.Error)]
    [InlineData("sigreturn", LintSeverity.Error)]
    [InlineData("exit", LintSeverity.Note)]
    [InlineData("execve", LintSeverity.Error)]
    public void WhatProgramsCannotDoWithoutIsMissed(string name, LintSeverity severity) =>
        Assert.Contains(Examine(ProfileChange.Deny(DockerDefault.Profile, [name], null)), finding => Concerns(name, severity)(finding));

    [Theory]
    [InlineData("mount", "CVE-2022-0492")]
    [InlineData("keyctl", "CVE-2016-0728")]
    [InlineData("open_by_handle_at", "shocker")]
    public void ADangerIsNamedWithItsSource(string name, string source) =>
        Assert.Contains(source, Examine(ProfileChange.Allow(DockerDefault.Profile, [name])).Single(Concerns(name, LintSeverity.Warning)).Reason, StringComparison.Ordinal);

    [Fact]
    public void EveryFindingOfAnyProfileHasAPlaceAReasonAndARemedy() => Prop.ForAll(ArbitraryProfile.Any, profile =>
    {
        var lines = SeccompWriter.Write(profile).Split('\n').Length;
        return Examine(profile).All(finding => finding.Line >= 1 && finding.Line <= lines && finding.Reason.Length > 0 && finding.Remedy.Length > 0);
    }).Hold();

    /// <summary>What was taken from Docker's default, or is refused by a rule, and can be done by another call.</summary>
    [Theory]
    [InlineData("chmod", "fchmodat2")]
    [InlineData("fchmod", "fchmodat2")]
    [InlineData("openat", "openat2")]
    [InlineData("unlink", "unlinkat")]
    [InlineData("kill", "pidfd_send_signal")]
    [InlineData("execve", "execveat")]
    public void ACallThatIsRefusedAndAnotherThatDoesTheSameIsTold(string refused, string left)
    {
        foreach (var profile in (SeccompProfile[])[ProfileChange.Deny(DockerDefault.Profile, [refused], null), Without(refused)])
        {
            var finding = Examine(profile).Where(each => each.Reason.Contains(" the same: ", StringComparison.Ordinal))
                .Single(Concerns($"{refused} is refused, with some arguments at least, and ", LintSeverity.Warning));
            Assert.Contains($"{left} ", finding.Reason, StringComparison.Ordinal);
            Assert.StartsWith("refuse ", finding.Remedy, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void WithAllOfAFamilyRefusedNothingIsToldOfIt() => Assert.DoesNotContain(
        Examine(ProfileChange.Deny(DockerDefault.Profile, ["chmod", "fchmod", "fchmodat", "fchmodat2"], null)), finding => finding.Reason.Contains("with some arguments", StringComparison.Ordinal));

    [Fact]
    public void IoUringGoesRoundWhatIsRefused()
    {
        var finding = Examine(Without("connect", "openat", "open", "openat2", "creat")).Single(Concerns("io_uring_setup goes round that", LintSeverity.Warning));
        Assert.StartsWith("connect, open, openat, openat2 are refused", finding.Reason, StringComparison.Ordinal);
        Assert.Contains("io_uring.h", finding.Reason, StringComparison.Ordinal);
    }

    /// <summary>A condition on socket's arguments is none for 32-bit programs, which have socketcall; Docker's own condition is not the author's.</summary>
    [Theory]
    [InlineData("SCMP_ARCH_X86", true)]
    [InlineData("SCMP_ARCH_X32", false)]
    public void SocketcallGoesRoundConditionsOnSocket(string second, bool told)
    {
        var findings = SeccompLint.Examine(Read($$"""
            { "defaultAction": "SCMP_ACT_ERRNO", "architectures": ["SCMP_ARCH_X86_64", "{{second}}"],
              "syscalls": [
                { "names": ["socketcall"], "action": "SCMP_ACT_ALLOW" },
                { "names": ["socket"], "action": "SCMP_ACT_ALLOW", "args": [{ "index": 0, "value": 1, "op": "SCMP_CMP_EQ" }] }] }
            """), Ordinary);
        Assert.Equal(told ? 4 : 0, findings.SingleOrDefault(Concerns("socketcall goes round that", LintSeverity.Warning))?.Line ?? 0);
    }

    /// <summary>A list of what one program was seen to need refuses nothing on purpose.</summary>
    [Fact]
    public void AListOfWhatIsNeededIsNotToldOfEquivalents() => Assert.DoesNotContain(
        Examine(ProfileBuilder.Build(TraceExamples.Of("read", "openat2", "fchmodat2", "io_uring_setup"))), finding => finding.Reason.Contains("with some arguments", StringComparison.Ordinal));

    [Fact]
    public void TheTableOfEquivalentsNamesCallsInOrderWithTheirSource()
    {
        var known = Architecture.All.SelectMany(Syscalls.All).Select(call => call.Name).ToHashSet();
        Assert.Equal(Equivalent.All.Select(row => row.Call).Order(StringComparer.Ordinal).Distinct(), Equivalent.All.Select(row => row.Call));
        Assert.All(Equivalent.All, row =>
        {
            Assert.Contains(row.Call, known);
            Assert.NotEmpty(row.Why);
            Assert.NotEmpty(row.Source);
            Assert.Equal(row.Does.Order(StringComparer.Ordinal).Distinct(), row.Does);
            Assert.DoesNotContain(row.Call, row.Does);
            Assert.Subset(known.Union(["recv", "send"]).ToHashSet(), row.Does.ToHashSet());
        });
    }

    private static SeccompProfile Without(params string[] names) =>
        new(SeccompAction.Allow, default, [new SeccompRule([.. names], SeccompAction.Errno)]) { Architectures = ["SCMP_ARCH_X86_64"] };

    private static Func<LintFinding, bool> Concerns(string name, LintSeverity severity) =>
        finding => finding.Severity == severity && finding.Reason.Contains(name, StringComparison.Ordinal);

    private static SeccompDocument Read(string json) => SeccompReader.Read(Encoding.UTF8.GetBytes(json), "p");

    private static ImmutableArray<LintFinding> Examine(SeccompProfile profile) =>
        SeccompLint.Examine(SeccompReader.Read(Encoding.UTF8.GetBytes(SeccompWriter.Write(profile)), "p"), Ordinary);
}
