using Ctrace.Core.Linux;
using Ctrace.Core.Traces;
using Xunit;

namespace Ctrace.Core.Tests.Traces;

/// <summary>What was last seen long ago can be left out, and what nobody noted a time of stays.</summary>
public sealed class ForgettingTests
{
    [Fact]
    public void WhatWasLastSeenBeforeIsLeftOutAndNamed()
    {
        var trace = new TraceBuilder(Architecture.X86_64);
        foreach (var (name, last) in new (string, long?)[] { ("read", 200), ("mkdir", 99), ("socket", 99), ("close", 100), ("rename", null) })
        {
            var call = new SyscallName(Architecture.X86_64, name);
            trace.AddSyscall(call, 1);
            trace.AddCaller(call, Caller.Program("/bin/x"), 1);
            if (last is { } time)
            {
                trace.AddLast(call, time);
            }
        }

        trace.AddArguments(new SyscallName(Architecture.X86_64, "socket"), [2, 1, 0], 1);
        trace.AddCapability("chown", true, 1);
        trace.AddLast("chown", 5);
        trace.AddCapability("net_raw", true, 1);
        trace.AddLast("net_raw", 5);
        trace.AddHeld(new HeldCapability("net_raw", Holding.File), Caller.Program("/bin/ping"), 1);
        var forgetting = Forgetting.Of(trace.Build(), 100);

        Assert.Equal([("CAP_CHOWN", 5), ("mkdir", 99), ("socket", 99)], forgetting.Left);
        Assert.Equal(["close", "read", "rename"], forgetting.Kept.Syscalls.Keys.Select(call => call.Name));
        Assert.Equal(1, forgetting.Unknown);
        Assert.Equal(["net_raw"], forgetting.Kept.NeededCapabilities);
        Assert.True(forgetting.Kept.Arguments.IsEmpty);
        Assert.DoesNotContain(forgetting.Kept.SyscallCallers, entry => entry.Key.Name.Name == "mkdir");
        Assert.Empty(Forgetting.Of(forgetting.Kept, 100).Left);
    }

    [Fact]
    public void TheLaterTimeStaysInAMerge()
    {
        var call = new SyscallName(Architecture.X86_64, "read");
        Trace At(long last) => TraceExamples.Of("read") with { SyscallsLast = LastTimes<SyscallName>.Create([new(call, last)]) };
        Assert.Equal(7, At(3).Merge(At(7)).SyscallsLast[call]);
        Assert.Equal(7, At(7).Merge(TraceExamples.Of("read")).SyscallsLast[call]);
        Assert.Null(TraceExamples.Of("read").SyscallsLast[call]);
    }
}
