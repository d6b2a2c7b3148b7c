using Ctrace.Probes;
using Xunit;

namespace Ctrace.Tests.Probes;

/// <summary>struct vfs_cap_data, as setcap(8) writes it.</summary>
public sealed class FileCapabilitiesTests
{
    [Theory]
    [InlineData("0100000201200000000000000000000000000000", 0x2001)] // =ep, version 2
    [InlineData("0000000201200000000000000000000000000000", 0)] // =p: it is executed with less, too
    [InlineData("0100000200000000ffffffff0000000000000000", 0)] // =ei: nothing is forced
    [InlineData("0100000200000000000000008000000000000000", 1L << 39)]
    [InlineData("010000030120000000000000000000000000000000000186", 0x2001)] // version 3, of another root
    [InlineData("010000010120000000000000", 0x2001)] // version 1
    [InlineData("0100000201", 0)]
    [InlineData("", 0)]
    public void WhatItIsNotExecutedWithoutIsKnown(string data, long needed) => Assert.Equal((ulong)needed, FileCapabilities.Needed(Convert.FromHexString(data)));

    [Fact]
    public void WhoIsGoneIsNotFound() => Assert.Null(FileCapabilities.Find(new LookEvent { Process = int.MaxValue, Parent = int.MaxValue, Key = new(0, 0xfffff, 1) }, long.MaxValue));
}
