using System.Text;
using Ctrace.Core.Tests.Golden;
using Ctrace.Core.Tests.Traces;
using Ctrace.Core.Tracefiles;
using Ctrace.Core.Traces;
using FsCheck.Fluent;
using Xunit;

namespace Ctrace.Core.Tests.Tracefiles;

public sealed class StartLineTests
{
    [Fact]
    public void AnotherStartHasAnotherId()
    {
        var ids = Enumerable.Range(0, 20_000).Select(number => StartId.Of($"boot\nid\nborn {number}")).ToHashSet();
        Assert.Equal(20_000, ids.Count);
        Assert.Equal(StartId.Of("boot"), StartId.Of("boot"));
    }

    [Fact]
    public void WhatIsWrittenReadsBackWithItsTimes() => Prop.ForAll(ArbitraryTrace.Any, trace => Reread(trace).Life.IsSame(trace.Life)).Hold();

    [Fact]
    public void AStartHasItsPlace()
    {
        var start = new RunStart(new StartId(0xabc))
        {
            IsWhole = true,
            Began = 1_796_000_006_123,
            Observed = 30412,
            End = new RunEnd(false, 0),
            Data = DataState.New | DataState.Used,
            Signals = new Arrivals(Arrivals.Bit(15) | Arrivals.Bit(1), Arrivals.Bit(2), 0, Arrivals.Bit(34)),
        };
        var trace = TraceExamples.Of("read") with
        {
            Life = Life.Create([start], [new(TraceExamples.Of("read").Syscalls.Keys.Single(), new Moment(1_796_000_006_124, start.Id))], []),
        };
        GoldenFile.Check("Tracefiles/life.trace", TracefileWriter.Write(trace));
    }

    [Theory]
    [InlineData("0000000000000abc whole 2026-11-30t01:33:26.123z 30412 exit:0")]
    [InlineData("abc whole 2026-11-30t01:33:26.123z 30412 exit:0 new")]
    [InlineData("0000000000000abc half 2026-11-30t01:33:26.123z 30412 exit:0 new")]
    [InlineData("0000000000000abc whole 2026-11-30 30412 exit:0 new")]
    [InlineData("0000000000000abc whole 1969-12-31t23:59:59.999z 30412 exit:0 new")]
    [InlineData("0000000000000abc whole 2026-11-30t01:33:26.123z -1 exit:0 new")]
    [InlineData("0000000000000abc whole 2026-11-30t01:33:26.123z 99999999999999999999 exit:0 new")]
    [InlineData("0000000000000abc whole 2026-11-30t01:33:26.123z 30412 exit:256 new")]
    [InlineData("0000000000000abc whole 2026-11-30t01:33:26.123z 30412 signal:nosuch new")]
    [InlineData("0000000000000abc whole 2026-11-30t01:33:26.123z 30412 signal:exists new")]
    [InlineData("0000000000000abc whole 2026-11-30t01:33:26.123z 30412 exit:0 new,")]
    [InlineData("0000000000000abc whole 2026-11-30t01:33:26.123z 30412 exit:0 old")]
    [InlineData("0000000000000abc whole 2026-11-30t01:33:26.123z 30412 exit:0 new first=")]
    [InlineData("0000000000000abc whole 2026-11-30t01:33:26.123z 30412 exit:0 new first")]
    [InlineData("0000000000000abc whole 2026-11-30t01:33:26.123z 30412 exit:0 new second=term")]
    public void WhatIsNoStartIsRefusedWithItsLine(string line)
    {
        var failure = Assert.Throws<CtraceException>(() => TracefileReader.Read(Encoding.ASCII.GetBytes($"ARCH\nx86_64\nCAPABILITIES\nSYSCALLS\nSTARTS\n{line}\n"), "t"));
        Assert.Equal(FailureKind.Data, failure.Kind);
        Assert.StartsWith("t:6: expected a start", failure.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("SYSCALLS-FIRST", "x86_64 read 2026-11-30t01:33:26.124z")]
    [InlineData("SYSCALLS-FIRST", "x86_64 read now 0000000000000abc")]
    [InlineData("CAPABILITIES-FIRST", "chown 2026-11-30t01:33:26.124z abc")]
    public void WhatIsNoMomentIsRefused(string section, string line) => Assert.Equal(FailureKind.Data,
        Assert.Throws<CtraceException>(() => TracefileReader.Read(Encoding.ASCII.GetBytes($"ARCH\nx86_64\nCAPABILITIES\nSYSCALLS\n{section}\n{line}\n"), "t")).Kind);

    [Fact]
    public void LinesOfANameThatWasTakenOutArePassedOver()
    {
        var trace = TracefileReader.Read("ARCH\nx86_64\nCAPABILITIES\nSYSCALLS\nread\nSYSCALLS-FIRST\nx86_64 open 2026-11-30t01:33:26.124z 0000000000000abc\n"u8, "t");
        Assert.Empty(trace.Life.Syscalls);
    }

    /// <summary>A hostile file has as many starts as lines; what is written again is bounded, says so, and has those that were there first.</summary>
    [Fact]
    public void ManyStartsAreBounded()
    {
        var many = Enumerable.Range(0, 100_000).Select(number => $"{number:x16} whole 2026-11-30t01:33:26.123z 1 exit:0 unknown first=hup,term");
        var trace = TracefileReader.Read(Encoding.ASCII.GetBytes($"ARCH\nx86_64\nCAPABILITIES\nSYSCALLS\nread\nSTARTS\n{string.Join('\n', many)}\n"), "t");
        var first = TraceExamples.Of("read") with { Life = LifeTests.Of(LifeTests.Start(ulong.MaxValue)) };
        var united = TraceBounds.Unite(first, trace);
        Assert.InRange(united.Life.Count, 500, 5000);
        Assert.NotNull(united.Life[new StartId(ulong.MaxValue)]);
        Assert.Equal(["incomplete"], united.Values(Fact.Starts));
        Assert.Equal(united.Life.Count, Reread(united).Life.Count);
    }

    private static Trace Reread(Trace trace) => TracefileReader.Read(Encoding.ASCII.GetBytes(TracefileWriter.Write(trace)), "t");
}
