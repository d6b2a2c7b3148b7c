using System.Text;
using Ctrace.Core.Linux;
using Ctrace.Core.Tests;
using Ctrace.Core.Traces;
using Ctrace.Probes;
using FsCheck.Fluent;
using Xunit;

namespace Ctrace.Tests.Probes;

/// <summary>Records of the ring, byte by byte as bpf/abi/capabilities.h lays them out.</summary>
public sealed class CapabilityEventTests
{
    private const string Id = "00112233445566778899aabbccddeeff00112233445566778899aabbccddeeff";

    [Fact]
    public void ReadsEveryMember()
    {
        Assert.True(CapabilityEvent.TryRead(Record("/usr/bin/chown"u8, flags: 1 | 2), out var check));
        Assert.Equal(123_456_789_012UL, check.Time);
        Assert.Equal((10u, 11u, 12u, 13u), (check.Process, check.Thread, check.OwnProcess, check.OwnThread));
        Assert.Equal((1000u, 4026531837u), (check.User, check.UserNamespace));
        Assert.Equal(new SyscallName(Architecture.X86_64, "chown"), check.Syscall);
        Assert.Equal((0, true, true, false, false), (check.Capability, check.Granted, check.Audited, check.Borrowed, check.ExeCut));
        Assert.Equal(("chown", Id, "/usr/bin/chown"), (check.Comm, check.Container, check.Exe));
    }

    [Fact]
    public void ReadsFlagsApart()
    {
        Assert.True(CapabilityEvent.TryRead(Record("/x"u8, flags: 4 | 8), out var check));
        Assert.Equal((false, false, true, true), (check.Granted, check.Audited, check.Borrowed, check.ExeCut));
    }

    [Fact]
    public void WhatIsNotThereIsNull()
    {
        var record = Record([], flags: 0);
        BitConverter.TryWriteBytes(record.AsSpan(32), uint.MaxValue);
        record.AsSpan(56, 64).Clear();
        Assert.True(CapabilityEvent.TryRead(record, out var check));
        Assert.Null(check.Syscall);
        Assert.Null(check.Container);
        Assert.Equal("", check.Exe);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(119)]
    [InlineData(121)]
    [InlineData(120 + 1025)]
    public void ALengthThatDoesNotAgreeIsRefused(int length) => Assert.False(CapabilityEvent.TryRead(new byte[length], out _));

    [Fact]
    public void ACapabilityThatNoSetCanHoldIsRefused()
    {
        var record = Record("/x"u8, flags: 0);
        record[38] = 64;
        Assert.False(CapabilityEvent.TryRead(record, out _));
    }

    [Fact]
    public void AnyBytesAreReadOrRefused() => Prop.ForAll<byte[]>(bytes =>
    {
        var padded = new byte[120 + bytes.Length];
        bytes.CopyTo(padded, 0);
        BitConverter.TryWriteBytes(padded.AsSpan(36), (ushort)bytes.Length);
        _ = CapabilityEvent.TryRead(bytes, out _);
        _ = CapabilityEvent.TryRead(padded, out _);
    }).Hold();

    /// <summary>A check of chown(2), number 92 on x86_64.</summary>
    internal static byte[] Record(ReadOnlySpan<byte> exe, byte flags)
    {
        var record = new byte[120 + exe.Length];
        BitConverter.TryWriteBytes(record, 123_456_789_012UL);
        uint[] words = [10, 11, 12, 13, 1000, 4026531837, 92];
        for (var i = 0; i < words.Length; i++)
        {
            BitConverter.TryWriteBytes(record.AsSpan(8 + (4 * i)), words[i]);
        }

        BitConverter.TryWriteBytes(record.AsSpan(36), (ushort)exe.Length);
        record[39] = flags;
        "chown"u8.CopyTo(record.AsSpan(40));
        Encoding.ASCII.GetBytes(Id, record.AsSpan(56));
        exe.CopyTo(record.AsSpan(120));
        return record;
    }
}
