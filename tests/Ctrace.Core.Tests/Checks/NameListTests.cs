using Ctrace.Core.Checks;
using Ctrace.Core.Linux;
using Xunit;

namespace Ctrace.Core.Tests.Checks;

public sealed class NameListTests
{
    [Theory]
    [InlineData("chown", "chown")]
    [InlineData("CAP_CHOWN,kill", "chown kill")]
    [InlineData("0", "chown")]
    [InlineData("0,1,40", "checkpoint_restore chown dac_override")]
    [InlineData("chown-fowner", "chown fowner")]
    [InlineData("cap_chown-CAP_KILL,net_raw-1", "chown dac_override kill net_raw")]
    [InlineData("kill-chown", "chown kill")]
    [InlineData("net_raw, kill - chown", "chown kill net_raw")]
    public void NamesAndNumbersBetweenCommasAndHyphens(string list, string names) => Assert.Equal(names.Split(' '), Parse(list).Order(StringComparer.Ordinal));

    [Fact]
    public void CallsBetweenHyphensAreThoseCallsAlone() => Assert.Equal(
        ["chmod", "mkdir"],
        NameList.Parse("mkdir-chmod", "syscall", Syscalls.All(Architecture.X86_64), name => Syscalls.Number(Architecture.X86_64, name)).Order(StringComparer.Ordinal));

    [Theory]
    [InlineData("net_rwa", "there is no capability 'net_rwa' (did you mean 'net_raw'?)")]
    [InlineData("chown-net_rwa", "there is no capability 'net_rwa' (did you mean 'net_raw'?)")]
    [InlineData("41", "there is no capability '41' ('ctrace capability' lists them all)")]
    [InlineData("", "a capability has no name in the list '' ('ctrace capability' lists them all)")]
    [InlineData("chown,", "a capability has no name in the list 'chown,' ('ctrace capability' lists them all)")]
    [InlineData("chown-", "a capability has no name in the list 'chown-' ('ctrace capability' lists them all)")]
    [InlineData("-1", "a capability has no name in the list '-1' ('ctrace capability' lists them all)")]
    public void WhatIsWrongIsAUsageError(string list, string line) => Refused(list, line);

    [Theory]
    [InlineData("0-40", 0, 40)]
    [InlineData("40-0", 40, 0)]
    [InlineData("kill,0 - 40", 0, 40)]
    [InlineData("kill-0-40", 0, 40)]
    [InlineData("0-99999999999", 0, 99999999999)]
    public void TwoNumbersWithAHyphenAreNoRangeAndNotTakenForTwoNames(string list, long first, long last) => Refused(
        list,
        $"'{first}-{last}' is two numbers, not a range: a hyphen separates names as a comma does "
        + $"(write {first},{last} if you mean these two; give each number of a range, with commas between them)");

    private static void Refused(string list, string line)
    {
        var failure = Assert.Throws<CtraceException>(() => Parse(list));
        Assert.Equal((FailureKind.Usage, line), (failure.Kind, failure.Line));
    }

    private static IReadOnlySet<string> Parse(string list) => NameList.Parse(list, "capability", Capability.All, Capability.Number);
}
