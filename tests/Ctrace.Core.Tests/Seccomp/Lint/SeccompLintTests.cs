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

    private static Func<LintFinding, bool> Concerns(string name, LintSeverity severity) =>
        finding => finding.Severity == severity && finding.Reason.Contains(name, StringComparison.Ordinal);

    private static ImmutableArray<LintFinding> Examine(SeccompProfile profile) =>
        SeccompLint.Examine(SeccompReader.Read(Encoding.UTF8.GetBytes(SeccompWriter.Write(profile)), "p"), Ordinary);
}
