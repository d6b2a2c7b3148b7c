using System.Collections.Immutable;
using Ctrace.Core.Seccomp.Filters;

namespace Ctrace.Core.Tests.Seccomp.Filters;

/// <summary>Filters in short: <c>Filter((0x20, 0, 0, 16), (0x06, 0, 0, 0))</c>.</summary>
internal static class Samples
{
    public const uint Allow = 0x7FFF_0000, Errno1 = 0x0005_0001, Errno2 = 0x0005_0002;

    public static SeccompFilter Filter(params (ushort Code, byte True, byte False, uint K)[] instructions) => SeccompFilter.Of(Instructions(instructions), "sample");

    public static ImmutableArray<Instruction> Instructions(params (ushort Code, byte True, byte False, uint K)[] instructions) =>
        [.. instructions.Select(one => new Instruction(one.Code, one.True, one.False, one.K))];

    public static SeccompData Call(params ulong[] arguments) => new(1, 0xC000_003E, 0x1234_5678_9ABC, SeccompData.Six.Of(arguments));
}
