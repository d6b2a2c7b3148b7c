using Ctrace.Core;
using Ctrace.Core.Checks;
using Ctrace.Probes;
using Ctrace.Tests.Probes;
using Ctrace.Views;
using Xunit;

namespace Ctrace.Tests.Views;

public sealed class CapabilityColumnTests
{
    [Fact]
    public void TheDefaultIsWhatTheFirstCaptracePrintedAndTheAnswer() =>
        Assert.Equal("123.456789\t10\t/usr/bin/chown\tCAP_CHOWN\tgranted", CapabilityColumn.Line(CapabilityColumn.Default, Check("/usr/bin/chown"u8, 3)));

    [Fact]
    public void OnATerminalColumnsStandBelowTheirNames() => Assert.Equal(
        [
            "TIME           PID      EXE                          CAPABILITY             RESULT",
            "123.456789     10       /usr/bin/chown               CAP_CHOWN              denied",
        ],
        [CapabilityColumn.Header(CapabilityColumn.Default), CapabilityColumn.AlignedLine(CapabilityColumn.Default, Check("/usr/bin/chown"u8, 2))]);

    [Fact]
    public void AllColumnsComeInTheirDocumentedOrder() =>
        Assert.Equal(
            "123.456789\t10\t/usr/bin/chown\tCAP_CHOWN\tgranted\taudited\tchown\t1000\t4026531837\t001122334455\t11\t12\t13\tchown",
            CapabilityColumn.Line(CapabilityColumn.Parse("all"), Check("/usr/bin/chown"u8, 3)));

    [Theory]
    [InlineData(0, "denied\tunaudited")]
    [InlineData(1, "granted\tunaudited")]
    [InlineData(2, "denied\taudited")]
    [InlineData(1 | 2 | 4, "granted\tborrowed")]
    public void FlagsAreWords(byte flags, string words) =>
        Assert.Equal(words, CapabilityColumn.Line(CapabilityColumn.Parse("result,audit"), Check("/x"u8, flags)));

    [Fact]
    public void AHostileNameStaysOnItsLine() =>
        Assert.Equal("/a\\u{a}b\\u{9}c\\u{1b}[31m", CapabilityColumn.Line(CapabilityColumn.Parse("exe"), Check("/a\nb\tc\u001b[31m"u8, 3)));

    [Fact]
    public void TheNameOfTheThreadStandsInForAPathThatIsGone() =>
        Assert.Equal("chown", CapabilityColumn.Line(CapabilityColumn.Parse("exe"), Check([], 3)));

    [Fact]
    public void APathThatWasCutSaysSo() =>
        Assert.Equal(".../bin/x", CapabilityColumn.Line(CapabilityColumn.Parse("exe"), Check("/bin/x"u8, 3 | 8)));

    [Fact]
    public void AnUnknownColumnIsRefusedWithTheClosest()
    {
        var failure = Assert.Throws<CtraceException>(() => CapabilityColumn.Parse("time,contaner"));
        Assert.Equal(FailureKind.Usage, failure.Kind);
        Assert.Equal("there is no column 'contaner' (did you mean 'container'?)", failure.Line);
    }

    [Fact]
    public void JsonHasEveryMember() =>
        Assert.Equal(
            """{"time":123.456789012,"pid":10,"tid":11,"own_pid":12,"own_tid":13,"comm":"chown","exe":"/usr/bin/chown","capability":"chown","granted":true,"audited":true,"borrowed":false,"syscall":"chown","arch":"x86_64","uid":1000,"userns":4026531837,"container":"00112233445566778899aabbccddeeff00112233445566778899aabbccddeeff"}""",
            CapabilityJson.Line(Check("/usr/bin/chown"u8, 3)));

    [Fact]
    public void TheSummaryCountsByExecutableAndCapability()
    {
        var summary = new CapabilitySummary();
        summary.Add(Check("/b"u8, 3));
        summary.Add(Check("/a"u8, 2));
        summary.Add(Check("/b"u8, 3));
        summary.Add(Check("/b"u8, 2));
        Assert.Equal([new CapabilityUse(new Executable("/a"), "chown", 0, 1), new CapabilityUse(new Executable("/b"), "chown", 2, 1)], summary.Rows());
        Assert.Equal(
            [
                "  granted    denied  capability  executable",
                "        0         1  CAP_CHOWN   /a",
                "        2         1  CAP_CHOWN   /b",
            ],
            CapabilitySummary.Lines(summary.Rows()));
    }

    private static CapabilityEvent Check(ReadOnlySpan<byte> exe, byte flags)
    {
        Assert.True(CapabilityEvent.TryRead(CapabilityEventTests.Record(exe, flags), out var check));
        return check;
    }
}
