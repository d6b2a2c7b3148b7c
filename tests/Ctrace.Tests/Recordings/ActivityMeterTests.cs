using Ctrace.Core.Linux;
using Ctrace.Core.Status;
using Ctrace.Core.Traces;
using Ctrace.Recordings;
using Xunit;

namespace Ctrace.Tests.Recordings;

/// <summary>What a container did in the last seconds, by its counters.</summary>
public sealed class ActivityMeterTests
{
    private readonly ActivityMeter _meter = new(hasDeniedCalls: true);

    [Fact]
    public void TheRateIsOfTheLastTwoLooks()
    {
        Assert.Null(Add(0, reads: 100).CallsPerSecond);
        Assert.Equal(50, Add(2, reads: 200).CallsPerSecond);
        Assert.Equal(0, Add(4, reads: 200).CallsPerSecond);
        Assert.Equal(0, Add(4.05, reads: 300).CallsPerSecond);
        Assert.Equal(50, Add(6, reads: 300).CallsPerSecond);
    }

    [Fact]
    public void DenialsAreShownForTenSeconds()
    {
        Assert.Equal([new RecentDenial("chmod", "EPERM", 1)], Add(0, refused: 1).Denied);
        Assert.Equal([new RecentDenial("chmod", "EPERM", 5), new RecentDenial("chown", null, 1)], Add(4, refused: 5, chown: 1).Denied);
        Assert.Equal([new RecentDenial("chmod", "EPERM", 4), new RecentDenial("chown", null, 1)], Add(10, refused: 5, chown: 1).Denied);
        Assert.Empty(Add(14, refused: 5, chown: 1).Denied);
    }

    [Fact]
    public void OnlyFailuresThatDenyAreDenials()
    {
        var trace = new TraceBuilder(Architecture.X86_64);
        trace.AddFailed(new SyscallName(Architecture.X86_64, "openat"), 2, 5);
        trace.AddFailed(new SyscallName(Architecture.X86_64, "openat"), 13, 1);
        _meter.Add(trace.Build(), null, TimeSpan.Zero);
        Assert.Equal([new RecentDenial("openat", "EACCES", 1)], _meter.Now.Denied);
    }

    [Fact]
    public void TheProgramIsThatOfTheLastTwoLooks()
    {
        Assert.False(Add(0).HasPrograms);
        var first = Add(1, programs: new() { ["/a"] = 30, ["/b"] = 10 });
        Assert.Equal((true, "/a", 0.75), (first.HasPrograms, first.Program, first.ProgramShare));
        var second = Add(2, programs: new() { ["/a"] = 30, ["/b"] = 11 });
        Assert.Equal(("/b", 1.0), (second.Program, second.ProgramShare));
        Assert.Null(Add(3, programs: new() { ["/a"] = 30, ["/b"] = 11 }).Program);
        Assert.Null(Add(4).Program);
        Assert.Equal("/b", Add(5, programs: new() { ["/a"] = 32, ["/b"] = 20 }).Program);
    }

    [Fact]
    public void DangerousCallsStay()
    {
        Assert.Empty(Add(0, reads: 1).Dangerous);
        Assert.Equal([Danger.Syscalls[0].Name], Add(1, dangerous: 1).Dangerous);
    }

    private ContainerActivity Add(double at, ulong reads = 1, ulong refused = 0, ulong chown = 0, ulong dangerous = 0, Dictionary<string, ulong>? programs = null)
    {
        var trace = new TraceBuilder(Architecture.X86_64);
        trace.AddSyscall(new SyscallName(Architecture.X86_64, "read"), reads);
        if (refused > 0)
        {
            trace.AddDenied(new SyscallName(Architecture.X86_64, "chmod"), 1, refused);
        }

        if (chown > 0)
        {
            trace.AddCapability("chown", granted: false, chown);
        }

        if (dangerous > 0)
        {
            trace.AddSyscall(new SyscallName(Architecture.X86_64, Danger.Syscalls[0].Name), dangerous);
        }

        _meter.Add(trace.Build(), programs, TimeSpan.FromSeconds(at));
        return _meter.Now;
    }
}
