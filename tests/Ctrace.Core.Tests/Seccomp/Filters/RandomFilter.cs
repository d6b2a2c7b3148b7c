using System.Collections.Immutable;
using Ctrace.Core.Seccomp;
using Ctrace.Core.Seccomp.Filters;

namespace Ctrace.Core.Tests.Seccomp.Filters;

/// <summary>Filters that the kernel takes, of every instruction, which mostly look at the call and seldom do so in vain.</summary>
internal sealed class RandomFilter(Random random)
{
    private const int StoredWords = 3;

    private static readonly ushort[] Arithmetics = [0x04, 0x14, 0x24, 0x34, 0x44, 0x54, 0x64, 0x74, 0xA4];
    private static readonly int[] Offsets = [0, 1, 4, 5, 6];
    private static readonly ushort[] Jumps = [0x15, 0x15, 0x15, 0x25, 0x35, 0x45];

    /// <summary>Numbers that occur often in filters, and so in calls: equal ones must meet.</summary>
    public IReadOnlyList<uint> Values { get; init; } = [0, 1, 2, 3, 7, 8, 0x10, 0xFF, 0x7FFF_FFFF, 0x8000_0000, 0xFFFF_FFFE, uint.MaxValue, 0xC000_003E, 0x4000_0003, 39, 64];

    /// <summary>What is returned; data tells which way was taken.</summary>
    public Func<Random, uint> Return { get; init; } = random => random.Next(10) switch
    {
        0 => (uint)SeccompAction.KillProcess,
        1 => (uint)SeccompAction.KillThread,
        2 => (uint)SeccompAction.Trap | (uint)random.Next(0x10000),
        3 => (uint)random.NextInt64(0x1_0000_0000),
        4 or 5 => (uint)SeccompAction.Allow,
        _ => (uint)SeccompAction.Errno | (uint)random.Next(0x10000),
    };

    /// <summary>The next one.</summary>
    /// <param name="length">How many instructions, at least 8.</param>
    public SeccompFilter Next(int length)
    {
        var instructions = ImmutableArray.CreateBuilder<Instruction>(length);

        // Words 0 to 2 are stored on every way.
        for (uint word = 0; word < StoredWords; word++)
        {
            instructions.Add(new Instruction(0x20, 0, 0, AnyOffset()));
            instructions.Add(new Instruction(random.Next(2) == 0 ? (ushort)0x02 : (ushort)0x03, 0, 0, word));
        }

        while (instructions.Count < length - 1)
        {
            instructions.Add(Any(length - instructions.Count - 1));
        }

        instructions.Add(AnyReturn());
        return SeccompFilter.Of(instructions.ToImmutable(), "random");
    }

    /// <summary>A value that filters ask of.</summary>
    public uint Value() => random.Next(8) == 0 ? (uint)random.NextInt64(0x1_0000_0000) : Values[random.Next(Values.Count)];

    private Instruction Any(int rest) => random.Next(16) switch
    {
        <= 4 => new Instruction(0x20, 0, 0, AnyOffset()),
        <= 9 => new Instruction((ushort)(Jumps[random.Next(Jumps.Length)] | X(4)), Distance(rest), Distance(rest), Value()),
        10 => new Instruction(0x05, 0, 0, Distance(rest)),
        11 => Calculation(),
        12 => new Instruction((ushort)(0x54 | X(4)), 0, 0, Value()),
        13 => new Instruction(random.Next(2) == 0 ? (ushort)0x07 : (ushort)0x87, 0, 0, 0),
        14 => random.Next(6) switch
        {
            0 => new Instruction(0x60, 0, 0, (uint)random.Next(StoredWords)),
            1 => new Instruction(0x61, 0, 0, (uint)random.Next(StoredWords)),
            2 => new Instruction(0x80, 0, 0, 0),
            3 => new Instruction(0x81, 0, 0, 0),
            4 => new Instruction(0x00, 0, 0, Value()),
            _ => new Instruction(0x01, 0, 0, Value()),
        },
        _ => random.Next(3) == 0 ? AnyReturn() : new Instruction(0x02, 0, 0, (uint)random.Next(16)),
    };

    private Instruction Calculation()
    {
        var code = Arithmetics[random.Next(Arithmetics.Length)];
        var negates = random.Next(10) == 0;
        var operand = code is 0x64 or 0x74 ? (uint)random.Next(32) : code == 0x34 ? Math.Max(1, Value()) : Value();
        return negates ? new Instruction(0x84, 0, 0, 0) : new Instruction((ushort)(code | X(3)), 0, 0, operand);
    }

    private Instruction AnyReturn() => random.Next(12) == 0 ? new Instruction(0x16, 0, 0, 0) : new Instruction(0x06, 0, 0, Return(random));

    private ushort X(int oneIn) => random.Next(oneIn) == 0 ? (ushort)0x08 : (ushort)0;

    private byte Distance(int rest) => (byte)random.Next(Math.Min(rest, 8));

    // Words of the number, the architecture, the address and the arguments, the first of them more often.
    private uint AnyOffset() => 4 * (uint)(random.Next(3) == 0 ? random.Next(16) : Offsets[random.Next(Offsets.Length)]);
}
