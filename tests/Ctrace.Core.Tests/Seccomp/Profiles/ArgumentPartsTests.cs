using System.Collections.Immutable;
using Ctrace.Core.Seccomp.Profiles;
using FsCheck;
using FsCheck.Fluent;
using Xunit;

namespace Ctrace.Core.Tests.Seccomp.Profiles;

/// <summary>What a base allows of a call, cut by what a recording has.</summary>
public sealed class ArgumentPartsTests
{
    private static readonly Gen<ulong> Value = Gen.OneOf(Gen.Choose(0, 9).Select(value => (ulong)value), Gen.Elements(0x5401ul, 0x1_0000_0003ul, uint.MaxValue, ulong.MaxValue));

    private static readonly Gen<SeccompArgument> Argument =
        from index in Gen.Choose(0, 2)
        from op in Gen.Elements(Enum.GetValues<SeccompOperator>())
        from value in op == SeccompOperator.MaskedEqual ? Gen.Elements(0xfful, 0x7e02_0000ul, uint.MaxValue, ulong.MaxValue, 3ul) : Value
        from second in Value
        select new SeccompArgument(index, op, value, second);

    private static readonly Gen<ImmutableArray<SeccompArgument>> Alternative =
        Argument.ListOf().Select(arguments => arguments.Take(3).DistinctBy(argument => argument.Index).ToImmutableArray());

    [Fact]
    public void EachCallThatTheBaseAllowsIsInOnePartAndThatSaysWhetherItWasRecorded()
    {
        int own = 0, others = 0;
        Prop.ForAll(Alternative.NonEmptyListOf().ToArbitrary(), Alternative.ListOf().ToArbitrary(), Value.ArrayOf(6).NonEmptyListOf().ToArbitrary(), (basis, recorded, calls) =>
        {
            if (ArgumentParts.Of(basis.Take(3), recorded.Take(3)) is not { } parts)
            {
                return;
            }

            foreach (var call in calls)
            {
                var found = parts.Where(part => Holds(part.When, call)).ToList();
                Assert.Equal(basis.Take(3).Any(when => Holds(when, call)) ? 1 : 0, found.Count);
                if (found is [var part])
                {
                    Assert.Equal(recorded.Take(3).Any(when => Holds(when, call)), part.IsOwn);
                    _ = part.IsOwn ? own++ : others++;
                }
            }
        }).Hold();
        Assert.InRange(own, 20, int.MaxValue);
        Assert.InRange(others, 20, int.MaxValue);
    }

    /// <summary>libseccomp follows the first comparison of an argument that holds, and never comes back.</summary>
    [Fact]
    public void OfEachArgumentWhatIsComparedIsTheSameOrHasNothingInCommon() =>
        Prop.ForAll(Alternative.NonEmptyListOf().ToArbitrary(), Alternative.ListOf().ToArbitrary(), (basis, recorded) =>
        {
            var parts = (ArgumentParts.Of(basis.Take(3), recorded.Take(3)) ?? []).Take(200).ToList();
            foreach (var (one, other) in parts.SelectMany((one, at) => parts.Skip(at + 1).Select(other => (one.When, other.When))))
            {
                var differing = Enumerable.Range(0, SeccompArgument.Count).First(index => Cube(one, index) != Cube(other, index));
                Assert.False(Cube(one, differing).Meets(Cube(other, differing)));
            }
        }).Hold(50);

    [Fact]
    public void TheComplementOfASmallSetIsSmall()
    {
        ImmutableArray<SeccompArgument> One(ulong value) => [new(1, SeccompOperator.MaskedEqual, uint.MaxValue, value)];
        var parts = ArgumentParts.Of([[]], [One(0x5401), One(0x5413), One(0x541b)])!;
        Assert.Equal(3, parts.Count(part => part.IsOwn));
        Assert.InRange(parts.Count, 30, 45);
        Assert.Equal([new SeccompArgument(0, SeccompOperator.MaskedEqual, ulong.MaxValue, 3)], Assert.Single(ArgumentParts.Of([[new(0, SeccompOperator.Equal, 3)]], [])!).When);
        Assert.Empty(Assert.Single(ArgumentParts.Of([[]], [[]])!).When);
        Assert.Null(ArgumentParts.Of([[]], Enumerable.Range(0, 900).Select(value => One((ulong)value * 0x0101_0101))));
    }

    private static ArgumentCube Cube(ImmutableArray<SeccompArgument> when, int index) =>
        when.Where(argument => argument.Index == index).Select(argument => new ArgumentCube(argument.Value, argument.ValueTwo)).FirstOrDefault();

    private static bool Holds(ImmutableArray<SeccompArgument> when, ulong[] call) => when.All(argument => argument.Condition.Holds(call[argument.Index]));
}
