using Ctrace.Core.Checks;
using Ctrace.Core.Linux;
using Xunit;

namespace Ctrace.Core.Tests.Checks;

public sealed class NameRangesTests
{
    [Theory]
    [InlineData("chown", "chown")]
    [InlineData("CAP_CHOWN,kill", "chown kill")]
    [InlineData("0", "chown")]
    [InlineData("chown-fowner", "chown dac_override dac_read_search fowner")]
    [InlineData("0-1,40", "checkpoint_restore chown dac_override")]
    [InlineData("bpf-checkpoint_restore", "bpf checkpoint_restore")]
    public void NamesNumbersAndRanges(string list, string names) => Assert.Equal(names.Split(' '), Parse(list).Order(StringComparer.Ordinal));

    [Theory]
    [InlineData("net_rwa", "there is no capability 'net_rwa' (did you mean 'net_raw'?)")]
    [InlineData("41", "there is no capability '41' ('ctrace capability' lists them all)")]
    [InlineData("", "there is no capability '' ('ctrace capability' lists them all)")]
    [InlineData("chown,", "there is no capability '' ('ctrace capability' lists them all)")]
    [InlineData("chown-", "there is no capability '' ('ctrace capability' lists them all)")]
    [InlineData("-1", "there is no capability '' ('ctrace capability' lists them all)")]
    [InlineData("kill-chown", "the range 'kill-chown' ends before it begins (ranges go by number: kill is 5, chown is 0)")]
    public void WhatIsWrongIsAUsageError(string list, string line)
    {
        var failure = Assert.Throws<CtraceException>(() => Parse(list));
        Assert.Equal((FailureKind.Usage, line), (failure.Kind, failure.Line));
    }

    private static IReadOnlySet<string> Parse(string list) => NameRanges.Parse(list, "capability", Capability.All, Capability.Number);
}
