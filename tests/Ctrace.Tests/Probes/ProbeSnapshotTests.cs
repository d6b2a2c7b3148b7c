using System.Text;
using Ctrace.Core.Linux;
using Ctrace.Core.Traces;
using Ctrace.Probes;
using Xunit;

namespace Ctrace.Tests.Probes;

public sealed class ProbeSnapshotTests
{
    private static readonly Architecture Native = NativeArchitecture.Current;

    [Fact]
    public void ASlotGetsWhatIsItsOwn()
    {
        var snapshot = Snapshot(
            [Executable(1, "/bin/sh", 2), Executable(2, "/bin/ls", 3)],
            [Outcome(1, 0, kind: 1, error: 2, count: 5), Outcome(2, 0, kind: 0, error: 1, count: 7)],
            [Arguments(1, "ioctl", 1, 0x5401, 4)]);
        var one = Read(snapshot, 1);
        Assert.Equal([new("/bin/sh", 2)], one.Executables);
        Assert.Equal(5ul, one.Failed[new Outcome(SyscallName.Of(Native, 0), 2)]);
        Assert.Equal([new(new CallArguments(new SyscallName(Native, "ioctl"), [0x5401]), 4)], one.Arguments.Seen);
        Assert.Equal([1], snapshot.Combinations(1).Values);
        Assert.Empty(snapshot.Combinations(2));
        Assert.Empty(one.Denied);
        var two = Read(snapshot, 2);
        Assert.Equal(7ul, two.Denied[new Outcome(SyscallName.Of(Native, 0), 1)]);
        Assert.Empty(two.Failed);
        Assert.True(two.Arguments.IsEmpty);
        Assert.True(Read(snapshot, 3).IsEmpty);
    }

    [Fact]
    public void APathThatFillsItsPlaceHasNoEnd()
    {
        var path = new string('x', 248);
        Assert.Equal([path], Read(Snapshot([Executable(0, path, 1)]), 0).Executables.Keys);
    }

    /// <summary>What a program was told that it is called stands behind the path's NUL (bpf/lib/program.h).</summary>
    [Fact]
    public void AProgramOfManyNamesIsToldByTheOneThatItClaims()
    {
        var snapshot = Snapshot([Executable(0, "/bin/busybox\0/x/ls", 1), Executable(0, "/bin/busybox\0ls", 1, 4), Executable(0, "/bin/busybox\0busybox", 1, 5)]);
        Assert.Equal([new("/bin/busybox", 1), new("/bin/busybox (as ls)", 2)], Read(snapshot, 0).Executables);
        Assert.Equal([new(3, "/bin/busybox (as ls)"), new(4, "/bin/busybox (as ls)"), new(5, "/bin/busybox")], snapshot.Programs(0));
    }

    [Fact]
    public void AProgramIsFoundByItsNumberUnlessTwoHaveIt()
    {
        var snapshot = Snapshot([Executable(1, "/bin/sh", 1), Executable(1, "/bin/ls", 1, 4), Executable(1, "/bin/id", 1, 4), Executable(2, "/bin/cat", 1)]);
        Assert.Equal([new(3, "/bin/sh"), new(4, null)], snapshot.Programs(1));
    }

    [Theory]
    [InlineData(0, 0)] // no error
    [InlineData(0, 4096)] // no error that a call can return
    [InlineData(512, 1)] // no call
    public void WhatNoKernelSaysIsPassedOver(ushort number, uint error) =>
        Assert.Empty(Read(Snapshot([], [Outcome(0, number, kind: 0, error, count: 1)]), 0).Denied);

    private static ProbeSnapshot Snapshot(
        KeyValuePair<ExecutableKey, ExecutableLayout>[] executables, KeyValuePair<OutcomeKey, ulong>[]? outcomes = null, KeyValuePair<ArgumentKey, ulong>[]? arguments = null) =>
        new(executables, outcomes ?? [], arguments ?? [], [], [], null);

    private static Trace Read(ProbeSnapshot snapshot, int slot)
    {
        var trace = new TraceBuilder(Native);
        snapshot.AddTo(slot, trace);
        return trace.Build();
    }

    private static KeyValuePair<ExecutableKey, ExecutableLayout> Executable(uint slot, string path, ulong count, uint caller = 3)
    {
        var key = new ExecutableKey { Slot = slot };
        Encoding.UTF8.GetBytes(path).CopyTo(key.Path);
        return new(key, new ExecutableLayout(count, caller, 0));
    }

    private static KeyValuePair<ArgumentKey, ulong> Arguments(uint slot, string name, int index, ulong value, ulong count)
    {
        var key = new ArgumentKey { Slot = slot, Index = (uint)CallIndex.Of(Native, Syscalls.Number(Native, name)!.Value)! };
        key.Values[index] = value;
        return new(key, count);
    }

    private static KeyValuePair<OutcomeKey, ulong> Outcome(uint slot, ushort number, byte kind, uint error, ulong count) =>
        new(new OutcomeKey(slot, number, 0, kind, error), count);
}
