using System.Buffers.Binary;
using Xunit;

namespace Ctrace.Tests.Probes;

/// <summary>What is embedded for kernels before 5.13 holds nothing that came after 5.10. Such a kernel would refuse it; here none runs.</summary>
public sealed class OldObjectTests
{
    private const int LastHelper = 155; // bpf_redirect_peer, the last of 5.10's (include/uapi/linux/bpf.h)

    [Theory]
    [InlineData("trace")]
    [InlineData("capabilities")]
    [InlineData("check")]
    [InlineData("strace")]
    [InlineData("files")]
    public void HoldsOnlyWhatOldKernelsKnow(string name)
    {
        var instructions = Instructions($"{name}.bpf.old.o");
        Assert.NotEmpty(instructions);
        Assert.All(instructions, one =>
        {
            // BPF_STX | BPF_ATOMIC: before 5.12 there is only BPF_ADD, which fetches nothing (Documentation/bpf/instruction-set.rst).
            Assert.True((one.Code & 0xe7) != 0xc3 || one.Immediate == 0, $"an atomic operation 0x{one.Immediate:x}");
            Assert.True(one.Code != 0x85 || one.Source != 0 || one.Immediate <= LastHelper, $"helper {one.Immediate}");
        });
    }

    [Fact]
    public void WhatIsForTodaysKernelsIsNotHeldToThat() =>
        Assert.Contains(Instructions("trace.bpf.o"), one => one.Code == 0x85 && one.Source == 0 && one.Immediate > LastHelper);

    /// <summary>Of all sections that are code.</summary>
    private static List<(byte Code, int Source, int Immediate)> Instructions(string resource)
    {
        const int Executable = 4; // SHF_EXECINSTR
        var instructions = new List<(byte, int, int)>();
        foreach (var section in ObjectSection.Of(resource).Where(section => (section.Flags & Executable) != 0))
        {
            for (var code = section.Content.Span; code.Length >= 8; code = code[8..])
            {
                instructions.Add((code[0], code[1] >> 4, BinaryPrimitives.ReadInt32LittleEndian(code[4..])));
            }
        }

        return instructions;
    }
}
