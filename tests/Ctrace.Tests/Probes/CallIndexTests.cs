using Ctrace.Core.Linux;
using Ctrace.Core.Traces;
using Ctrace.Probes;
using Xunit;

namespace Ctrace.Tests.Probes;

public sealed class CallIndexTests
{
    public static TheoryData<string> Family => [.. NativeArchitecture.Current.Family.Select(architecture => architecture.Name)];

    [Theory]
    [MemberData(nameof(Family))]
    public void EveryCallOfATableHasACounterOfItsOwn(string name)
    {
        var architecture = Architecture.Find(name)!;
        var calls = Syscalls.All(architecture).Where(call => call.Number < 0xf0000).ToArray(); // arm's own calls (__ARM_NR_*) are counted as unknown
        var indexes = calls.Select(call => CallIndex.Of(architecture, call.Number)).ToArray();
        Assert.All(indexes, index => Assert.InRange(index ?? -1, 0, Contract.COUNTERS - 1));
        Assert.Equal(calls.Select(call => new SyscallName(architecture, call.Name)), indexes.Select(index => CallIndex.Name(index!.Value)));
        Assert.Equal(indexes.Length, indexes.Distinct().Count());
    }

    [Fact]
    public void TheSameNumberIsAnotherCallInEachNumbering()
    {
        var indexes = NativeArchitecture.Current.Family.Select(architecture => CallIndex.Of(architecture, 1)).ToArray();
        Assert.Equal(indexes.Length, indexes.Distinct().Count());
    }

    [Theory]
    [InlineData(0, -1)]
    [InlineData(0, 512)]
    [InlineData(1, -1)]
    [InlineData(1, 512)]
    [InlineData(2, -1)]
    [InlineData(2, 1024)]
    [InlineData(-1, 0)]
    [InlineData(3, 0)]
    [InlineData(0, int.MinValue)]
    [InlineData(2, int.MaxValue)]
    public void WhatIsOutOfRangeHasNoCounter(int abi, int number) => Assert.Null(CallIndex.Of(abi, number));

    [Fact]
    public void AForeignArchitectureHasNoCounter() => Assert.Null(
        CallIndex.Of(NativeArchitecture.Current == Architecture.Aarch64 ? Architecture.X86_64 : Architecture.Aarch64, 0));

    [Fact]
    public void ANumberWithoutANameIsShownAsItsNumber() => Assert.Equal(
        new SyscallName(NativeArchitecture.Current, "syscall_511"), CallIndex.Name(511));

    [Fact]
    public void EveryCounterHasAName()
    {
        var names = Enumerable.Range(0, Contract.COUNTERS).Select(CallIndex.Name).ToArray();
        Assert.All(names, name => Assert.True(KernelName.IsValid(name.Name)));
    }
}
