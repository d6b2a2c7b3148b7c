using System.Collections.Immutable;
using Ctrace.Core.Linux;
using Ctrace.Core.Traces;
using FsCheck.Fluent;
using Xunit;

namespace Ctrace.Core.Tests.Traces;

public sealed class RecordedArgumentsTests
{
    private static readonly SyscallName Socket = new(Architecture.X86_64, "socket");
    private static readonly SyscallName Ioctl = new(Architecture.X86_64, "ioctl");

    [Fact]
    public void MergingUnitesWhatIsKnown()
    {
        var whole = Given([1, 1, 0], [2, 1, 0]).Merge(Given([2, 1, 0], [10, 2, 0]));
        Assert.Equal(["1 1 0:1", "2 1 0:2", "10 2 0:1"], whole.Arguments.Seen.Select(entry => $"{string.Join(' ', entry.Key.Values)}:{entry.Value}"));
        Assert.Empty(whole.Arguments.Any);
    }

    [Fact]
    public void ACallThatOneHasWithoutItsArgumentsIsUnknown()
    {
        var whole = Given([1, 1, 0]).Merge(TraceExamples.Of("socket"));
        Assert.True(whole.Arguments.IsEmpty);
        Assert.False(whole.Arguments.Knows(Socket));

        // Another call's are no reason to forget them.
        Assert.True(Given([1, 1, 0]).Merge(TraceExamples.Of("ioctl")).Arguments.Knows(Socket));
    }

    [Fact]
    public void TooManyAreAny()
    {
        var most = Enumerable.Range(0, RecordedArguments.MaxEntries).Select(value => ImmutableArray.Create((ulong)value)).ToArray();
        var full = Given(Ioctl, most);
        Assert.Empty(full.Arguments.Any);
        Assert.Equal(RecordedArguments.MaxEntries, full.Arguments.Seen.Count);
        var over = full.Merge(Given(Ioctl, [[1000ul]]));
        Assert.Equal([Ioctl], over.Arguments.Any);
        Assert.Empty(over.Arguments.Seen);
        Assert.Equal(over.Arguments.Any, over.Merge(full).Arguments.Any);
    }

    /// <summary>A profile may be too wide for a merged trace, never too tight: what either was given stays allowed.</summary>
    [Fact]
    public void MergingForgetsNoValueOfACallThatStaysKnown() => Prop.ForAll(
        ArbitraryTrace.Of(Architecture.X86_64), ArbitraryTrace.Of(Architecture.X86_64), (a, b) =>
        {
            var whole = a.Merge(b);
            return a.IsRuntimeAlone != b.IsRuntimeAlone || (a.Arguments.Seen.Keys.Where(entry => whole.Arguments.Knows(entry.Syscall) && !whole.Arguments.Any.Contains(entry.Syscall)).All(whole.Arguments.Seen.Contains)
                && whole.Syscalls.Keys.Where(whole.Arguments.Knows).All(call =>
                    (!a.Syscalls.Contains(call) || a.Arguments.Knows(call)) && (!b.Syscalls.Contains(call) || b.Arguments.Knows(call))));
        }).Hold();

    private static Trace Given(params ImmutableArray<ulong>[] values) => Given(Socket, values);

    private static Trace Given(SyscallName call, params ImmutableArray<ulong>[] values)
    {
        var builder = new TraceBuilder(Architecture.X86_64);
        foreach (var entry in values)
        {
            builder.AddSyscall(call, 1);
            builder.AddArguments(call, entry, 1);
        }

        return builder.Build();
    }
}
