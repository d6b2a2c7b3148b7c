using System.Text;
using Ctrace.Probes;
using Xunit;

namespace Ctrace.Tests.Probes;

public sealed class KernelSymbolsTests
{
    private const string Sample = """
        0000000000000000 A fixed_percpu_data
        ffffffff81368000 T capable
        ffffffff813680d0 T has_capability_noaudit
        ffffffff81368130 T has_ns_capability
        ffffffff81368280 T ns_capable_noaudit
        ffffffff813682d0 T file_ns_capable
        ffffffff81a82c90 T cap_vm_enough_memory
        ffffffff81a82d20 T cap_mmap_addr
        ffffffffc0201000 t ext4_init	[ext4]

        """;

    private static readonly AddressRange[] InSample =
    [
        new(0xffffffff813680d0, 0xffffffff81368130), new(0xffffffff81368280, 0xffffffff813682d0), new(0xffffffff81a82c90, 0xffffffff81a82d20),
    ];

    [Fact]
    public void AFunctionReachesToTheNextSymbol() => Assert.Equal(InSample, Noise(Sample));

    [Theory]
    [InlineData(1)]
    [InlineData(7)]
    [InlineData(16)]
    public void ItDoesNotMatterHowTheTextArrives(int atOnce) => Assert.Equal(
        InSample, KernelSymbols.Noise(new SlowStream(Encoding.ASCII.GetBytes(Sample), atOnce)));

    [Fact]
    public void ItDoesNotMatterWhereABufferEnds()
    {
        var filler = new StringBuilder();
        for (var i = 0; i < 5000; i++)
        {
            filler.Append($"{0x1000 + i:x16} t filler_{i % 7}_{new string('x', i % 11)}\n");
        }

        Assert.True(filler.Length > 2 * 64 * 1024);
        for (var shift = 0; shift < 80; shift++)
        {
            Assert.Equal(InSample, Noise($"{new string('x', shift)}\n{filler}{Sample}"));
        }
    }

    [Fact]
    public void AnAliasDoesNotEndAFunction() => Assert.Equal([new AddressRange(0x1000, 0x2000)], Noise("""
        0000000000001000 T cap_vm_enough_memory
        0000000000001000 t an_alias
        0000000000002000 T next

        """));

    [Fact]
    public void AnAliasInFrontDoesNotHideAFunction() => Assert.Equal([new AddressRange(0x1000, 0x2000)], Noise("""
        0000000000001000 t an_alias
        0000000000001000 T cap_vm_enough_memory
        0000000000002000 T next

        """));

    [Fact]
    public void NeighboursAreTwoFunctions() => Assert.Equal([new AddressRange(0x1000, 0x2000), new AddressRange(0x2000, 0x3000)], Noise("""
        0000000000001000 T has_capability_noaudit
        0000000000002000 T ns_capable_noaudit
        0000000000003000 T next

        """));

    [Theory]
    [InlineData("cap_vm_enough_memory")]
    [InlineData("security_vm_enough_memory_mm")]
    [InlineData("has_capability_noaudit")]
    [InlineData("has_ns_capability_noaudit")]
    [InlineData("ns_capable_noaudit")]
    [InlineData("capable_noaudit")]
    [InlineData("bpf_ns_capable_noaudit")]
    public void EachNameIsKnown(string name) => Assert.Equal([new AddressRange(0x10, 0x20)], Noise($"10 T {name}\n20 T next\n"));

    [Theory]
    [InlineData("cap_vm_enough_memor")]
    [InlineData("ap_vm_enough_memory")]
    [InlineData("__cap_vm_enough_memory")]
    [InlineData("cap_vm_enough_memory_x")]
    [InlineData("cap_vm_enough_memory.cold")] // a part of it that lies elsewhere
    [InlineData("cap_vm_enough_memory\t[module]")] // not the kernel's own
    [InlineData("cap_vm_enough_memory security_vm_enough_memory_mm")]
    [InlineData("bpf_ns_capable_noaudit ")]
    [InlineData(" ")]
    [InlineData("_noaudit")]
    public void NoOtherNameIs(string name) => Assert.Empty(Noise($"10 T {name}\n20 T next\n"));

    [Theory]
    [InlineData("0000000000000000 T cap_vm_enough_memory\n0000000000000000 T next\n")] // kernel.kptr_restrict
    [InlineData("10 T cap_vm_enough_memory\n")] // where it ends is not known
    [InlineData("10 T cap_vm_enough_memory\n20 T next")] // a line that was cut off
    [InlineData("xyz T cap_vm_enough_memory\n20 T next\n")]
    [InlineData("T cap_vm_enough_memory\n\n \n10\n10 T\n10 T \n")]
    [InlineData("")]
    public void WhatTellsNothingIsNothing(string text) => Assert.Empty(Noise(text));

    [Fact]
    public void ALineLongerThanAnySymbolIsPassedOver() => Assert.Equal(
        [new AddressRange(0x10, 0x20)], Noise($"{new string('x', 200_000)}\n10 T cap_vm_enough_memory\n20 T next\n"));

    [Fact]
    public void NoMoreThanTheProbeTakes()
    {
        var text = string.Concat(Enumerable.Range(1, 40).Select(i => $"{i:x}0 T cap_vm_enough_memory\n{i:x}8 T next\n"));
        Assert.Equal(Contract.NOISES, Noise(text).Count);
    }

    private static IReadOnlyList<AddressRange> Noise(string text) => KernelSymbols.Noise(new MemoryStream(Encoding.UTF8.GetBytes(text)));

    /// <summary>Gives no more than so many bytes at once, as a pipe or /proc may.</summary>
    private sealed class SlowStream(byte[] bytes, int atOnce) : MemoryStream(bytes)
    {
        public override int Read(byte[] buffer, int offset, int count) => base.Read(buffer, offset, Math.Min(count, atOnce));
    }
}
