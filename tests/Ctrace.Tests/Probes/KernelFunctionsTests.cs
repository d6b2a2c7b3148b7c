using System.Text;
using Ctrace.Probes;
using Xunit;

namespace Ctrace.Tests.Probes;

/// <summary>Addresses of the kernel become functions, by texts such as /proc/kallsyms has.</summary>
public sealed class KernelFunctionsTests
{
    private const string Symbols = "1000 T do_syscall_64\n1100 T entry_SYSCALL_64\n1180 D some_data\n1200 t syscall_trace_enter\n2000 t bpf_prog_1_on_enter\t[bpf]\n3000 T in_module\t[module]\n";

    [Fact]
    public void OnlyTheCallsOwnWayIsShown() =>
        Assert.Equal(
            [new KernelFrame("do_syscall_64", 0x5d), new KernelFrame("entry_SYSCALL_64", 0x90), new KernelFrame("in_module", 0)],
            Of(Symbols).Of([0x2010, 0x1234, 0x105d, 0x1190, 0x3000]));

    [Fact]
    public void WhatIsBeforeAllFunctionsIsInNone() => Assert.Equal([new KernelFrame("do_syscall_64", 0)], Of(Symbols).Of([0x1, 0x1000]));

    [Fact]
    public void TheWayBackOfACallIsNoFrameOfIt() =>
        Assert.Equal([new KernelFrame("do_syscall_64", 0x20)], Of("1000 T do_syscall_64\n1100 t syscall_exit_work\n").Of([0x1110, 0x1020]));

    [Theory]
    [InlineData("0000000000000000 T do_syscall_64\n")] // hidden
    [InlineData("")]
    [InlineData("x T y\n1000\n1000 T\n")]
    public void WhatTheKernelHidesIsNotShown(string symbols) => Assert.Empty(Of(symbols).Of([0x105d]));

    private static KernelFunctions Of(string symbols) => new(new MemoryStream(Encoding.ASCII.GetBytes(symbols)));
}
