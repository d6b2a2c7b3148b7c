using System.Text;
using Ctrace.Core.Decoding.Capture;
using Ctrace.Core.Linux;
using Ctrace.Core.Tests;
using Ctrace.Probes;
using FsCheck.Fluent;
using Xunit;

namespace Ctrace.Tests.Probes;

/// <summary>Records of the ring, byte by byte as bpf/abi/strace.h lays them out.</summary>
public sealed class CallEventTests
{
    [Fact]
    public void ReadsEveryMember()
    {
        Assert.True(CallEvent.TryRead(Record([.. Copy(1, CapturePhase.Enter, "/etc"), .. Copy(2, CapturePhase.Exit, "12345678", truncated: true)]), out var read));
        Assert.Equal((1_000UL, 0xffff_8000_0000_1000UL), (read.Time, read.Task));
        Assert.Equal((10, 11, 12, 13), (read.Process, read.Thread, read.OwnProcess, read.OwnThread));
        Assert.Equal((CallEventKind.Enter, Architecture.I386, 5), (read.Kind, read.Architecture, read.Number));
        Assert.Equal((true, false), (read.Late, read.Command));
        Assert.Equal([1, 2, 3, 4, 5, 6], read.Value);
        Assert.Equal([((byte)1, CapturePhase.Enter, "/etc", false), ((byte)2, CapturePhase.Exit, "12345678", true)],
            read.Memory.Select(copy => (copy.Argument, copy.Phase, Encoding.ASCII.GetString(copy.Bytes.Span), copy.Truncated)));
        Assert.All(read.Memory, copy => Assert.Equal((CaptureKind.String, 0x7fffUL), (copy.Kind, copy.Address)));
    }

    [Theory]
    [InlineData(37, 5)] // a kind
    [InlineData(36, 3)] // an ABI
    [InlineData(88, 6)] // a copy's argument
    [InlineData(89, 2)] // its phase
    [InlineData(92, 9)] // its size
    [InlineData(95, 0x80)]
    public void RefusesWhatCannotBe(int at, byte value)
    {
        var record = Record(Copy(1, CapturePhase.Enter, "12345678"));
        record[at] = value;
        Assert.False(CallEvent.TryRead(record, out _));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(87)]
    [InlineData(89)]
    [InlineData(103)]
    [InlineData(111)]
    public void RefusesWhatIsCutOff(int length) =>
        Assert.False(CallEvent.TryRead(Record(Copy(1, CapturePhase.Enter, "12345678")).AsSpan(0, length), out _));

    [Fact]
    public void StacksAreNoMemoryOfTheCall()
    {
        Assert.True(CallEvent.TryRead(Record([.. Stack(Contract.STACK_USER, 7, 8, 9, 10), .. Stack(Contract.STACK_KERNEL, 11), .. Copy(1, CapturePhase.Enter, "/etc")]), out var read));
        Assert.Equal((7UL, 8UL), (read.Stack!.Start, read.Stack.Code));
        Assert.Equal([9, 10], read.Stack.User);
        Assert.Equal([11], read.Stack.Kernel);
        Assert.Single(read.Memory);
        Assert.True(CallEvent.TryRead(Record([]), out read));
        Assert.Null(read.Stack);
    }

    [Fact]
    public void StacksThatCannotBeAreRefused()
    {
        Assert.False(CallEvent.TryRead(Record(Stack(Contract.STACK_USER, 7)), out _));
        Assert.False(CallEvent.TryRead(Record(Stack(Contract.STACK_USER, new ulong[2 + Contract.USER_FRAMES + 1])), out _));
        Assert.False(CallEvent.TryRead(Record(Stack(Contract.STACK_KERNEL, new ulong[Contract.KERNEL_FRAMES + 1])), out _));
        var odd = Stack(Contract.STACK_KERNEL, 7);
        odd[4] = 5;
        Assert.False(CallEvent.TryRead(Record(odd), out _));
    }

    [Fact]
    public void AnyBytesAreReadOrRefused() => Prop.ForAll<byte[]>(tail =>
    {
        // Whatever the copies say of themselves, none reaches beyond the record.
        if (CallEvent.TryRead(Record(tail), out var read))
        {
            Assert.True(read.Memory.Sum(copy => copy.Bytes.Length) <= tail.Length);
        }
    }).Hold();

    private static byte[] Record(byte[] data) =>
    [
        .. BitConverter.GetBytes(1_000UL), .. BitConverter.GetBytes(0xffff_8000_0000_1000UL),
        .. new int[] { 10, 11, 12, 13, 5 }.SelectMany(number => BitConverter.GetBytes(number)),
        1, 0, 1, 0,
        .. new ulong[] { 1, 2, 3, 4, 5, 6 }.SelectMany(number => BitConverter.GetBytes(number)),
        .. data,
    ];

    private static byte[] Copy(byte argument, CapturePhase phase, string text, bool truncated = false) =>
    [
        argument, (byte)phase, (byte)CaptureKind.String, truncated ? (byte)1 : (byte)0,
        .. BitConverter.GetBytes(text.Length), .. BitConverter.GetBytes(0x7fffUL),
        .. Encoding.ASCII.GetBytes(text.PadRight((text.Length + 7) & ~7, '\0')),
    ];

    private static byte[] Stack(int kind, params ulong[] words) =>
        [0, (byte)CapturePhase.Enter, (byte)kind, 0, .. BitConverter.GetBytes(words.Length * sizeof(ulong)), .. new byte[8], .. words.SelectMany(BitConverter.GetBytes)];
}
