using Ctrace.Core.Linux;
using Ctrace.Core.Tests.Golden;
using Ctrace.Core.Tests.Traces;
using Ctrace.Core.Tracefiles;
using Ctrace.Core.Traces;
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
            == (a.Syscalls.Keys.SequenceEqual(b.Syscalls.Keys) && a.Capabilities.Keys.SequenceEqual(b.Capabilities.Keys) && Known(a, b).SequenceEqual(Known(b, a)))).Hold();
        Prop.ForAll(traces, a => TracefileDiff.Write(a, a).Length == 0).Hold();
    }

    [Fact]
    public void ArgumentsAreComparedWhereBothKnowThem()
    {
        var before = TraceExamples.Of("socket", "ioctl", "prctl", "setns").WithArguments("socket", 1, 1, 0).WithArguments("socket", 2, 1, 0).WithArguments("prctl", 15).WithArguments("ioctl", 0x5401);
        var after = TraceExamples.Of("socket", "ioctl", "prctl", "setns").WithArguments("socket", 2, 1, 0).WithArguments("socket", 10, 1, 0).WithArguments("setns", 0).WithAnyArguments("ioctl");
        Assert.Equal(
            """
            ARGUMENTS
            -x86_64 ioctl 0x5401
            -x86_64 socket 0x1 0x1 0x0
            +x86_64 ioctl any
            +x86_64 socket 0xa 0x1 0x0

            """, TracefileDiff.Write(before, after));
    }

    private static IEnumerable<string> Known(Trace trace, Trace other) =>
        trace.Arguments.Seen.Keys.Where(entry => other.Arguments.Knows(entry.Syscall)).Select(entry => $"{entry.Syscall} {string.Join(' ', entry.Values)}")
            .Concat(trace.Arguments.Any.Where(other.Arguments.Knows).Select(call => $"{call} any"));
}
