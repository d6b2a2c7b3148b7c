using Ctrace.Core.Linux;
using Ctrace.Core.Traces;
using FsCheck.Fluent;
using Xunit;
using Outcome = Ctrace.Core.Traces.Outcome;

namespace Ctrace.Core.Tests.Traces;

public sealed class TraceBuilderTests
{
    private static readonly SyscallName Read = new(Architecture.X86_64, "read");

    [Fact]
    public void CollectsEverything()
    {
        var builder = new TraceBuilder(Architecture.X86_64);
        builder.AddSyscall(Read, 2);
        builder.AddSyscall(Read, 3);
        builder.AddSyscall(new SyscallName(Architecture.I386, "open"), 1);
        builder.AddCapability("net_raw", granted: true, 1);
        builder.AddCapability("sys_admin", granted: false, 4);
        builder.AddDenied(Read, 38, 1);
        builder.AddFailed(Read, 2, 5);
        builder.AddExecutable("/bin/sh", 1);
        builder.AddFact(Fact.Kernel, "6.18.0");
        builder.AddLost(7);
        var trace = builder.Build();

        Assert.Equal(5UL, trace.Syscalls[Read]);
        Assert.Equal(1UL, trace.Syscalls[new SyscallName(Architecture.I386, "open")]);
        Assert.Equal(["net_raw"], trace.Capabilities.Keys);
        Assert.Equal(4UL, trace.CapabilitiesDenied["sys_admin"]);
        Assert.Equal(1UL, trace.Denied[new Outcome(Read, 38)]);
        Assert.Equal(5UL, trace.Failed[new Outcome(Read, 2)]);
        Assert.Equal(["/bin/sh"], trace.Executables.Keys);
        Assert.Equal(["6.18.0"], trace.Values(Fact.Kernel));
        Assert.Equal(7UL, trace.Lost);
    }

    [Fact]
    public void NumbersAreNamed()
    {
        var builder = new TraceBuilder(Architecture.X86_64);
        builder.AddSyscall(Architecture.X86_64, 0, 1);
        builder.AddSyscall(Architecture.X86_64, 100_000, 1);
        builder.AddSyscall(Architecture.I386, 0, 1);
        builder.AddSyscall(Architecture.X32, Syscalls.X32Bit, 1);
        builder.AddSyscall(Architecture.X86_64, -1, 1);
        builder.AddDenied(Architecture.X86_64, 435, 38, 1);
        builder.AddFailed(Architecture.I386, 5, 2, 1);
        builder.AddCapability(13, granted: true, 1);
        builder.AddCapability(63, granted: false, 1);
        var trace = builder.Build();

        Assert.Equal(
            ["x86_64 read", "x86_64 syscall_100000", "x86_64 syscall_4294967295", "i386 restart_syscall", "x32 read"],
            trace.Syscalls.Keys.Select(name => $"{name.Architecture} {name.Name}"));
        Assert.Equal([true, false, false, true, true], trace.Syscalls.Keys.Select(name => name.IsKnown));
        Assert.Equal("clone3", trace.Denied.Keys.Single().Syscall.Name);
        Assert.Equal("open", trace.Failed.Keys.Single().Syscall.Name);
        Assert.Equal(["net_raw"], trace.Capabilities.Keys);
        Assert.Equal(["capability_63"], trace.CapabilitiesDenied.Keys);
    }

    [Fact]
    public void NumbersSaturate()
    {
        var builder = new TraceBuilder(Architecture.X86_64);
        builder.AddSyscall(Read, ulong.MaxValue);
        builder.AddSyscall(Read, 1);
        builder.AddLost(ulong.MaxValue);
        builder.AddLost(1);
        Assert.Equal(ulong.MaxValue, builder.Build().Syscalls[Read]);
        Assert.Equal(ulong.MaxValue, builder.Build().Lost);
    }

    [Fact]
    public void ExecutablesAreBoundedAndTheFactsSaySo()
    {
        var builder = new TraceBuilder(Architecture.X86_64);
        for (var i = 0; i < 1000; i++)
        {
            builder.AddExecutable($"/{i:d4}" + new string('x', 1000), 1);
        }

        var trace = builder.Build();
        Assert.True(trace.Executables.Keys.Sum(path => path.Length) <= TraceBuilder.MaxExecutables);
        Assert.InRange(trace.Executables.Count, 200, 300);
        Assert.Equal(["incomplete"], trace.Values(Fact.Executables));

        builder.AddExecutable(trace.Executables.Keys.First(), 4);
        Assert.Equal(5UL, builder.Build().Executables[trace.Executables.Keys.First()]);
    }

    [Fact]
    public void TextIsBounded()
    {
        var builder = new TraceBuilder(Architecture.X86_64);
        builder.AddExecutable(new string('x', 100_000), 1);
        builder.AddFact(Fact.Image, new string('y', 100_000));
        Assert.Equal(TraceBuilder.MaxText, builder.Build().Executables.Keys.Single().Length);
        Assert.Equal(TraceBuilder.MaxText, builder.Build().Values(Fact.Image).Single().Length);
    }

    [Theory]
    [InlineData("")]
    [InlineData("READ")]
    [InlineData("read write")]
    [InlineData("read\n")]
    [InlineData("../read")]
    public void NamesAreNames(string name)
    {
        var builder = new TraceBuilder(Architecture.X86_64);
        Assert.Throws<ArgumentException>(() => builder.AddSyscall(new SyscallName(Architecture.X86_64, name), 1));
        Assert.Throws<ArgumentException>(() => builder.AddCapability(name, granted: true, 1));
        Assert.Throws<ArgumentException>(() => builder.AddFact(name, "value"));
    }

    [Fact]
    public void AnotherMachinesSyscallsAreRefused()
    {
        var builder = new TraceBuilder(Architecture.X86_64);
        Assert.Throws<ArgumentException>(() => builder.AddSyscall(new SyscallName(Architecture.Aarch64, "read"), 1));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-38)]
    [InlineData(4096)]
    public void ErrorsAreErrors(int errno) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => new TraceBuilder(Architecture.X86_64).AddDenied(Read, errno, 1));
}
