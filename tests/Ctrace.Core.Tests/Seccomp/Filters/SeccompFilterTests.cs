using Ctrace.Core.Seccomp.Filters;
using FsCheck.Fluent;
using Xunit;

namespace Ctrace.Core.Tests.Seccomp.Filters;

/// <summary>What the kernel would refuse is refused, and nothing else: the rules of bpf_check_classic and seccomp_check_filter.</summary>
public sealed class SeccompFilterTests
{
    private static readonly HashSet<int> Known =
    [
        0x00, 0x01, 0x02, 0x03, 0x04, 0x05, 0x06, 0x07, 0x0C, 0x14, 0x15, 0x16, 0x1C, 0x1D, 0x20, 0x24, 0x25, 0x2C, 0x2D, 0x34, 0x35, 0x3C, 0x3D, 0x44,
        0x45, 0x4C, 0x4D, 0x54, 0x5C, 0x60, 0x61, 0x64, 0x6C, 0x74, 0x7C, 0x80, 0x81, 0x84, 0x87, 0xA4, 0xAC,
    ];

    [Fact]
    public void TheInstructionsAreThoseOfSeccompCheckFilter() => Assert.All(Enumerable.Range(0, 0x10000), code =>
    {
        // A store makes the loads valid; the operand 1 is valid for all but the word's load.
        var operand = code == 0x20 ? 0u : 1u;
        var problem = Problem((0x02, 0, 0, 1), ((ushort)code, 0, 0, operand), (0x06, 0, 0, 0), (0x06, 0, 0, 0), (0x06, 0, 0, 0));
        Assert.Equal((code, Known.Contains(code)), (code, problem is null));
    });

    /// <summary>A dump is the same filter whichever end its words begin with; text is none.</summary>
    [Fact]
    public void ADumpIsReadFromEitherEnd()
    {
        var filter = Samples.Filter((0x20, 0, 0, 4), (0x15, 1, 0, 0xC000_003E), (0x06, 0, 0, 0), (0x06, 0, 0, Samples.Allow));
        var bytes = filter.ToBytes();
        var swapped = filter.Instructions.SelectMany(one => (byte[])[(byte)(one.Code >> 8), (byte)one.Code, one.JumpTrue, one.JumpFalse,
            (byte)(one.Operand >> 24), (byte)(one.Operand >> 16), (byte)(one.Operand >> 8), (byte)one.Operand]).ToArray();
        foreach (var dump in (byte[][])[bytes, swapped])
        {
            Assert.True(SeccompFilter.IsDump(dump));
            Assert.Equal(filter.Instructions.AsEnumerable(), SeccompFilter.ReadDump(dump, "f").Instructions);
        }

        Assert.False(SeccompFilter.IsDump("  {}"u8));
        Assert.False(SeccompFilter.IsDump("{\0"u8));
        Assert.False(SeccompFilter.IsDump([]));
    }

    [Fact]
    public void ADumpOfABigEndianMachineIsToldApart()
    {
        byte[] ofS390 = [0x00, 0x20, 0, 0, 0, 0, 0, 4, 0x00, 0x15, 0, 1, 0x80, 0, 0, 0x16, 0x00, 0x06, 0, 0, 0x7F, 0xFF, 0, 0, 0x00, 0x06, 0, 0, 0, 0, 0, 0];
        Assert.Contains("big-endian machine", Assert.Throws<CtraceException>(() => SeccompFilter.ReadDump(ofS390, "f")).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void AnyBytesAreAFilterOrARefusal() => Prop.ForAll<byte[]>(bytes =>
    {
        try
        {
            return SeccompFilter.ReadDump(bytes, "f").Instructions.Length * Instruction.Size == bytes.Length;
        }
        catch (CtraceException refusal)
        {
            return refusal.Kind == FailureKind.Data && !refusal.Message.Contains('\n', StringComparison.Ordinal);
        }
    }).Hold();

    [Theory]
    [InlineData(0x20, 60, true)]
    [InlineData(0x20, 64, false)]
    [InlineData(0x20, 2, false)]
    [InlineData(0x20, 0xFFFF_F000, false)]
    [InlineData(0x34, 0, false)]
    [InlineData(0x34, 1, true)]
    [InlineData(0x3C, 0, true)]
    [InlineData(0x64, 31, true)]
    [InlineData(0x64, 32, false)]
    [InlineData(0x6C, 32, true)]
    [InlineData(0x74, 32, false)]
    [InlineData(0x02, 15, true)]
    [InlineData(0x02, 16, false)]
    [InlineData(0x03, 0xFFFF_FFFF, false)]
    [InlineData(0x60, 16, false)]
    [InlineData(0x05, 0, true)]
    [InlineData(0x05, 1, false)]
    [InlineData(0x05, 0xFFFF_FFFF, false)]
    public void OperandsHaveBounds(ushort code, uint operand, bool valid) => Assert.Equal(valid, Problem((code, 0, 0, operand), (0x06, 0, 0, 0)) is null);

    [Theory]
    [InlineData(0, 0, true)]
    [InlineData(1, 0, true)]
    [InlineData(2, 0, false)]
    [InlineData(0, 2, false)]
    [InlineData(255, 255, false)]
    public void BranchesStayWithin(byte jumpTrue, byte jumpFalse, bool valid) =>
        Assert.Equal(valid, Problem((0x15, jumpTrue, jumpFalse, 0), (0x06, 0, 0, 0), (0x06, 0, 0, 0)) is null);

    [Fact]
    public void TheLastInstructionReturns()
    {
        Assert.Equal("the last instruction does not return", Problem((0x06, 0, 0, 0), (0x00, 0, 0, 0)));
        Assert.Null(Problem((0x16, 0, 0, 0)));
        Assert.NotNull(Problem());
    }

    [Fact]
    public void ScratchMemoryIsStoredOnEveryWayToItsLoad()
    {
        Assert.Contains("before anything was stored", Problem((0x60, 0, 0, 3), (0x16, 0, 0, 0)), StringComparison.Ordinal);
        Assert.Null(Problem((0x02, 0, 0, 3), (0x60, 0, 0, 3), (0x16, 0, 0, 0)));
        // One branch passes over the store.
        Assert.NotNull(Problem((0x15, 1, 0, 0), (0x02, 0, 0, 3), (0x60, 0, 0, 3), (0x16, 0, 0, 0)));
        // Both branches come by one.
        Assert.Null(Problem((0x15, 2, 0, 0), (0x02, 0, 0, 3), (0x05, 0, 0, 1), (0x02, 0, 0, 3), (0x60, 0, 0, 3), (0x16, 0, 0, 0)));
    }

    [Theory]
    [InlineData(0, false)]
    [InlineData(1, true)]
    [InlineData(4096, true)]
    [InlineData(4097, false)]
    public void AFilterHasAsManyInstructionsAsTheKernelTakes(int length, bool valid)
    {
        var bytes = new byte[length * 8];
        for (var at = 0; at < length; at++)
        {
            bytes[at * 8] = 0x06;
        }

        Assert.Equal(valid, Reads(bytes));
    }

    [Fact]
    public void AnyBytesAreReadOrRefusedAndWrittenBackEqual() => Prop.ForAll(
        Gen.Choose(0, 255).Select(value => (byte)value).ArrayOf().ToArbitrary(),
        bytes => !Reads(bytes) || SeccompFilter.Read(bytes, "f").ToBytes().SequenceEqual(bytes)).Hold(2000);

    [Fact]
    public void ADamagedFilterNeverRunsOutOfItself() => Prop.ForAll(Gen.Choose(0, int.MaxValue).ToArbitrary(), seed =>
    {
        var random = new Random(seed);
        var bytes = new RandomFilter(random).Next(random.Next(8, 40)).ToBytes();
        bytes[random.Next(bytes.Length)] = (byte)random.Next(256);
        if (Reads(bytes))
        {
            Simulator.Run(SeccompFilter.Read(bytes, "f"), Samples.Call(1, 2, 3));
        }
    }).Hold(2000);

    private static bool Reads(byte[] bytes)
    {
        try
        {
            SeccompFilter.Read(bytes, "f");
            return true;
        }
        catch (CtraceException refusal)
        {
            Assert.Equal(FailureKind.Data, refusal.Kind);
            return false;
        }
    }

    private static string? Problem(params (ushort Code, byte True, byte False, uint K)[] instructions) => FilterCheck.Problem(Samples.Instructions(instructions).AsSpan());
}
