using System.Collections.Immutable;
using Ctrace.Core.Linux;
using Ctrace.Core.Seccomp;
using Ctrace.Core.Seccomp.Filters;
using Ctrace.Core.Seccomp.Lint;
using Ctrace.Core.Seccomp.Profiles;
using Xunit;

namespace Ctrace.Core.Tests.Seccomp.Lint;

/// <summary>Filters that nobody gives the profile of.</summary>
public sealed class FilterLintTests
{
    private const ushort LoadWord = 0x20, JumpIfEqual = 0x15, JumpIfGreaterOrEqual = 0x35;

    private static readonly Circumstances Ordinary = new(Architecture.X86_64, new Version(6, 18), ContainerCapabilities.Default);

    private static readonly Instruction Allow = Instruction.Return(FilterReturn.Allow), Kill = Instruction.Return(new FilterReturn(SeccompAction.KillProcess));

    [Fact]
    public void AFilterThatDoesNotLookAtTheArchitectureIsToldSo()
    {
        var findings = Examine(new(LoadWord, 0, 0, 0), new(JumpIfEqual, 0, 1, 165), Kill, Allow);
        Assert.Contains(findings, finding => finding.Reason.StartsWith("it does not look at the architecture", StringComparison.Ordinal));
        Assert.Contains(findings, finding => finding.Reason.StartsWith("what x86_64 is refused i386 is not: mount", StringComparison.Ordinal));
        Assert.Contains(findings, finding => finding.Reason.StartsWith("what x86_64 is refused x32 is not: mount", StringComparison.Ordinal) && finding.Remedy.Contains("bit 30", StringComparison.Ordinal));
        Assert.Contains(findings, finding => finding.Reason.StartsWith("mount is refused, with some arguments at least, and fsmount, mount_setattr, move_mount do the same", StringComparison.Ordinal));
        Assert.All(findings, finding => Assert.Equal(1, finding.Line));
    }

    /// <summary>As libseccomp begins a filter: another architecture and numbers with bit 30 end the process.</summary>
    [Fact]
    public void AFilterThatLooksAtBothIsNot()
    {
        var findings = Examine(
            new(LoadWord, 0, 0, 4), new(JumpIfEqual, 0, 3, Architecture.X86_64.Audit), new(LoadWord, 0, 0, 0), new(JumpIfGreaterOrEqual, 1, 0, Syscalls.X32Bit), new(JumpIfEqual, 0, 1, 165), Kill, Allow);
        Assert.DoesNotContain(findings, finding => finding.Reason.Contains("architecture", StringComparison.Ordinal) || finding.Reason.Contains("x32", StringComparison.Ordinal));
    }

    [Fact]
    public void AFilterOfAnotherMachineLetsNothingThrough() => Assert.Equal(
        (LintSeverity.Error, "it lets no call of x86_64 be made"),
        Examine(new(LoadWord, 0, 0, 4), new(JumpIfEqual, 1, 0, Architecture.Aarch64.Audit), Kill, Allow).Select(finding => (finding.Severity, finding.Reason)).First(finding => finding.Reason.StartsWith("it lets", StringComparison.Ordinal)));

    [Fact]
    public void WithoutExitGroupNoProgramEnds() => Assert.Contains(Examine(new(LoadWord, 0, 0, 4), new(LoadWord, 0, 0, 0), new(JumpIfEqual, 0, 1, 231), Kill, Allow),
        finding => finding.Severity == LintSeverity.Error && finding.Reason.StartsWith("exit_group is refused", StringComparison.Ordinal));

    private static ImmutableArray<LintFinding> Examine(params Instruction[] instructions) => SeccompLint.Examine(SeccompFilter.Of([.. instructions], "f"), Ordinary);
}
