using Ctrace.Core.Seccomp;
using Ctrace.Core.Seccomp.Filters;
using Xunit;
using static Ctrace.Core.Tests.Seccomp.Filters.Samples;

namespace Ctrace.Core.Tests.Seccomp.Filters;

/// <summary>What instructions do; the live tests ask the kernel the same of random ones.</summary>
public sealed class SimulatorTests
{
    [Theory]
    [InlineData(0, 1u)]
    [InlineData(4, 0xC000_003Eu)]
    [InlineData(8, 0x5678_9ABCu)]
    [InlineData(12, 0x1234u)]
    [InlineData(16, 0x2222_2222u)]
    [InlineData(20, 0x1111_1111u)]
    [InlineData(60, 0x6666_6666u)]
    public void TheCallIsWhereStructSeccompDataHasIt(uint offset, uint value) => Assert.Equal(value, Simulator.Run(
        Filter((0x20, 0, 0, offset), (0x16, 0, 0, 0)), Call(0x1111_1111_2222_2222, 0, 0, 0, 0, 0x6666_6666_7777_7777)).Value);

    [Theory]
    [InlineData(0x04, 0xFFFF_FFFF, 2, 1)]
    [InlineData(0x14, 1, 2, 0xFFFF_FFFF)]
    [InlineData(0x24, 0x1_0001, 0x1_0001, 0x2_0001)]
    [InlineData(0x34, 7, 2, 3)]
    [InlineData(0x44, 5, 2, 7)]
    [InlineData(0x54, 5, 4, 4)]
    [InlineData(0x64, 1, 31, 0x8000_0000)]
    [InlineData(0x74, 0x8000_0000, 31, 1)]
    [InlineData(0xA4, 5, 4, 1)]
    [InlineData(0x84, 1, 0, 0xFFFF_FFFF)]
    public void ArithmeticHas32Bits(ushort code, uint a, uint operand, uint result)
    {
        Assert.Equal(result, Simulator.Run(Filter((0x00, 0, 0, a), (code, 0, 0, operand), (0x16, 0, 0, 0)), Call()).Value);
        if (code != 0x84)
        {
            Assert.Equal(result, Simulator.Run(Filter((0x00, 0, 0, a), (0x01, 0, 0, operand), ((ushort)(code | 8), 0, 0, 0), (0x16, 0, 0, 0)), Call()).Value);
        }
    }

    [Fact]
    public void ADistanceInXIsCutTo5Bits() =>
        Assert.Equal(2u, Simulator.Run(Filter((0x00, 0, 0, 1), (0x01, 0, 0, 33), (0x6C, 0, 0, 0), (0x16, 0, 0, 0)), Call()).Value);

    [Fact]
    public void DivisionByZeroKillsTheThread() =>
        Assert.Equal(SeccompAction.KillThread, Simulator.Run(Filter((0x00, 0, 0, 1), (0x3C, 0, 0, 0), (0x06, 0, 0, Allow)), Call()).Action);

    [Theory]
    [InlineData(0x15, 5, 5, true)]
    [InlineData(0x15, 5, 4, false)]
    [InlineData(0x25, 0x8000_0000, 1, true)]
    [InlineData(0x25, 1, 1, false)]
    [InlineData(0x35, 1, 1, true)]
    [InlineData(0x35, 0, 1, false)]
    [InlineData(0x45, 6, 2, true)]
    [InlineData(0x45, 6, 1, false)]
    public void ComparisonsAreUnsigned(ushort code, uint a, uint operand, bool taken)
    {
        var filter = Filter((0x00, 0, 0, a), (0x01, 0, 0, operand), (code, 0, 1, operand), (0x06, 0, 0, Errno1), (0x06, 0, 0, Errno2));
        var withX = Filter((0x00, 0, 0, a), (0x01, 0, 0, operand), ((ushort)(code | 8), 0, 1, 0), (0x06, 0, 0, Errno1), (0x06, 0, 0, Errno2));
        Assert.Equal(taken ? 1 : 2, Simulator.Run(filter, Call()).Data);
        Assert.Equal(taken ? 1 : 2, Simulator.Run(withX, Call()).Data);
    }

    [Fact]
    public void MemoryKeepsWhatIsStored() => Assert.Equal(64u, Simulator.Run(
        Filter((0x80, 0, 0, 0), (0x02, 0, 0, 15), (0x00, 0, 0, 0), (0x61, 0, 0, 15), (0x03, 0, 0, 0), (0x60, 0, 0, 0), (0x05, 0, 0, 1), (0x06, 0, 0, 0), (0x16, 0, 0, 0)), Call()).Value);

    /// <summary>seccomp(2), in the order of precedence.</summary>
    [Fact]
    public void TheStrictestActionCounts()
    {
        SeccompAction[] strictestFirst = [SeccompAction.KillProcess, SeccompAction.KillThread, SeccompAction.Trap, SeccompAction.Errno,
            SeccompAction.Notify, SeccompAction.Trace, SeccompAction.Log, SeccompAction.Allow];
        for (var i = 0; i < strictestFirst.Length; i++)
        {
            for (var j = 0; j < strictestFirst.Length; j++)
            {
                Assert.Equal(strictestFirst[Math.Min(i, j)], Simulator.Run([Returns(strictestFirst[i]), Returns(strictestFirst[j])], Call()).Action);
            }
        }
    }

    [Fact]
    public void OfEqualActionsTheNewestFiltersDataCounts() => Assert.Equal(7, Simulator.Run(
        [Returns(SeccompAction.Allow), Returns(SeccompAction.Errno, 7), Returns(SeccompAction.Errno, 1)], Call()).Data);

    [Fact]
    public void WithoutAFilterAllIsAllowed() => Assert.Equal(new FilterReturn(SeccompAction.Allow), Simulator.Run([], Call()));

    private static SeccompFilter Returns(SeccompAction action, ushort data = 0) => Filter((0x06, 0, 0, new FilterReturn(action, data).Value));
}
