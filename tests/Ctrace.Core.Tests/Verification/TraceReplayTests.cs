using System.Text.Json;
using Ctrace.Core.Linux;
using Ctrace.Core.Seccomp.Filters;
using Ctrace.Core.Tests.Seccomp.Filters;
using Ctrace.Core.Tests.Traces;
using Ctrace.Core.Traces;
using Ctrace.Core.Verification;
using Xunit;

namespace Ctrace.Core.Tests.Verification;

public sealed class TraceReplayTests
{
    // Of any architecture: number 0 allowed, 1 if arg0 is 1, else EPERM.
    private static readonly SeccompFilter Filter = Samples.Filter(
        (0x20, 0, 0, 0), (0x15, 3, 0, 0), (0x15, 0, 3, 1), (0x20, 0, 0, 16), (0x15, 0, 1, 1), (0x06, 0, 0, Samples.Allow), (0x06, 0, 0, Samples.Errno1));

    [Fact]
    public void ATraceOfWhatIsAllowedPasses()
    {
        var replay = Replay((Architecture.X86_64, "read"));
        Assert.True(replay.Passed);
        Assert.Equal("all 1 calls are allowed\n", replay.ToText(Architecture.X86_64));
    }

    [Fact]
    public void WhatIsRefusedIsNamedWithItsInterface()
    {
        // x32's read is another number, and i386's 0 is restart_syscall.
        var replay = Replay((Architecture.X86_64, "read"), (Architecture.X86_64, "openat"), (Architecture.I386, "restart_syscall"), (Architecture.X32, "read"),
            (Architecture.X86_64, "syscall_0"), (Architecture.X86_64, "frob\u001b"));
        Assert.False(replay.Passed);
        Assert.Equal(
            """
            not allowed
              frob\u{1b}  a name without a number: nothing can be said of it
              openat      errno:EPERM
              x32:read    errno:EPERM

            3 of 6 calls are allowed whatever their arguments are

            """,
            replay.ToText(Architecture.X86_64));
    }

    [Fact]
    public void WhatDependsOnArgumentsIsNotProvedUnlessThatIsAccepted()
    {
        Assert.False(Replay((Architecture.X86_64, "write")).Passed);
        var accepting = Replay(accepts: true, (Architecture.X86_64, "write"));
        Assert.True(accepting.Passed);
        Assert.Contains("  write  allow if arg0.low == 0x1; else errno:EPERM\n", accepting.ToText(Architecture.X86_64), StringComparison.Ordinal);
        Assert.False(Replay(accepts: true, (Architecture.X86_64, "openat")).Passed);
    }

    /// <summary>A filter sees 64 bits of an argument of which the kernel takes, and a recording has, 32: what is above them was zeros.</summary>
    [Fact]
    public void WhatWasRecordedDecidesThoughTheFilterSeesMore()
    {
        // All 64 bits of arg0: allowed if it is 2; and refused if it is 40.
        var equal = Samples.Filter((0x20, 0, 0, 20), (0x15, 0, 3, 0), (0x20, 0, 0, 16), (0x15, 0, 1, 2), (0x06, 0, 0, Samples.Allow), (0x06, 0, 0, Samples.Errno1));
        var unequal = Samples.Filter((0x20, 0, 0, 20), (0x15, 0, 2, 0), (0x20, 0, 0, 16), (0x15, 1, 0, 40), (0x06, 0, 0, Samples.Allow), (0x06, 0, 0, Samples.Errno1));
        Assert.True(Of(equal, 2).Passed);
        Assert.StartsWith("not allowed\n  socket", Of(equal, 40).ToText(Architecture.X86_64), StringComparison.Ordinal);
        Assert.True(Of(unequal, 2).Passed);
        Assert.StartsWith("not allowed\n  socket", Of(unequal, 40).ToText(Architecture.X86_64), StringComparison.Ordinal);

        static TraceReplay Of(SeccompFilter filter, ulong family) =>
            TraceReplay.Of(TraceExamples.Of("socket").WithArguments("socket", family, 1, 0), [filter], acceptsConditions: false);
    }

    [Fact]
    public void WhatWasRecordedOfArgumentsIsReplayed()
    {
        // If arg1 is 0x5401, whatever is in its upper half.
        var filter = Samples.Filter((0x20, 0, 0, 24), (0x15, 0, 1, 0x5401), (0x06, 0, 0, Samples.Allow), (0x06, 0, 0, Samples.Errno1));
        var good = TraceExamples.Of("ioctl").WithArguments("ioctl", 0x5401);
        var replay = TraceReplay.Of(good, [filter], acceptsConditions: false);
        Assert.True(replay.Passed);
        Assert.Equal("all 1 calls are allowed\n", replay.ToText(Architecture.X86_64));

        var bad = TraceReplay.Of(good.WithArguments("ioctl", 0x5413), [filter], acceptsConditions: true);
        Assert.False(bad.Passed);
        Assert.Equal(
            """
            not allowed
              ioctl  allow if arg1.low == 0x5401; else errno:EPERM
                with arg1 0x5413: errno:EPERM

            0 of 1 calls are allowed whatever their arguments are, or with those that were recorded

            """, bad.ToText(Architecture.X86_64));
        var given = JsonDocument.Parse(bad.ToJson()).RootElement.GetProperty("calls")[0].GetProperty("given");
        Assert.Equal(["always", "never"], given.EnumerateArray().Select(entry => entry.GetProperty("allowed").GetString()));
        Assert.Equal(0x5413, given[1].GetProperty("arguments")[0].GetProperty("value").GetInt32());

        Assert.False(TraceReplay.Of(good.WithAnyArguments("ioctl"), [filter], acceptsConditions: false).Passed);
        Assert.False(TraceReplay.Of(TraceExamples.Of("ioctl"), [filter], acceptsConditions: false).Passed);
    }

    [Fact]
    public void WhatWasNotFollowedToItsEndIsNotAccepted()
    {
        var endless = Enumerable.Range(0, 1300).SelectMany(i => ((ushort, byte, byte, uint)[])
            [(0x20, 0, 0, (uint)(16 + (4 * (i % 12)))), (0x04, 0, 0, (uint)i + 1), (0x15, 0, 1, (uint)i * 7)]).Append(((ushort)0x06, (byte)0, (byte)0, Samples.Allow))
            .Append(((ushort)0x06, (byte)0, (byte)0, Samples.Errno1));
        var trace = new Trace(Architecture.X86_64) { Syscalls = Counts<SyscallName>.Empty.Add(new SyscallName(Architecture.X86_64, "read"), 1) };
        var replay = TraceReplay.Of(trace, [Samples.Filter([.. endless])], acceptsConditions: true);
        Assert.False(replay.Passed);
        Assert.Contains("too many ways", replay.ToText(Architecture.X86_64), StringComparison.Ordinal);
    }

    [Fact]
    public void TheObjectHasEveryCall()
    {
        using var document = JsonDocument.Parse(Replay((Architecture.X86_64, "read"), (Architecture.X86_64, "frob")).ToJson());
        Assert.False(document.RootElement.GetProperty("passed").GetBoolean());
        Assert.Equal(["unknown", "always"], document.RootElement.GetProperty("calls").EnumerateArray().Select(call => call.GetProperty("allowed").GetString()));
    }

    private static TraceReplay Replay(params (Architecture, string)[] calls) => Replay(accepts: false, calls);

    private static TraceReplay Replay(bool accepts, params (Architecture, string)[] calls) => TraceReplay.Of(
        new Trace(Architecture.X86_64) { Syscalls = Counts<SyscallName>.Create(calls.Select(call => KeyValuePair.Create(new SyscallName(call.Item1, call.Item2), 1UL))) }, [Filter], accepts);
}
