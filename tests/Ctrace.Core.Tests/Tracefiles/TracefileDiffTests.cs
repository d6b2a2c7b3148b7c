using Ctrace.Core.Linux;
using Ctrace.Core.Tests.Golden;
using Ctrace.Core.Tests.Traces;
using Ctrace.Core.Tracefiles;
using Ctrace.Core.Traces;
using FsCheck;
using FsCheck.Fluent;
using Xunit;

namespace Ctrace.Core.Tests.Tracefiles;

public sealed class TracefileDiffTests
{
    [Fact]
    public void EverySectionHasItsLines() => GoldenFile.Check("Diff/everything.diff", TracefileDiff.Write(
        TraceExamples.Of("read", "open", "bind", "i386:open", "i386:read").WithCapabilities("net_raw", "chown"),
        TraceExamples.Of("read", "close", "accept", "i386:read", "x32:write").WithCapabilities("chown", "kill")));

    [Fact]
    public void AnotherArchitectureIsADifference() => GoldenFile.Check("Diff/architecture.diff", TracefileDiff.Write(
        TraceExamples.Of("read", "open", "i386:open"), TraceExamples.Of(Architecture.Aarch64, "read", "openat")));

    [Fact]
    public void OnlySetsCount()
    {
        var trace = TraceExamples.Of("read").WithCapabilities("chown");
        var other = trace.Merge(trace).With(Fact.Kernel, "6.18").WithDenied("bpf", 1) with { Lost = 1 };
        Assert.Equal("", TracefileDiff.Write(trace, other));
    }

    [Fact]
    public void IsEmptyExactlyWhenTheSetsAreEqual()
    {
        var traces = ArbitraryTrace.Of(Architecture.X86_64);
        Prop.ForAll(traces, traces, (a, b) => TracefileDiff.Write(a, b).Length == 0
            == (a.Syscalls.Keys.SequenceEqual(b.Syscalls.Keys) && a.Capabilities.Keys.SequenceEqual(b.Capabilities.Keys))).Hold();
        Prop.ForAll(traces, a => TracefileDiff.Write(a, a).Length == 0).Hold();
    }
}
