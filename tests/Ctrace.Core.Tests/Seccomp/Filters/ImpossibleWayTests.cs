using Ctrace.Core.Seccomp.Filters.Symbolic;
using FsCheck.Fluent;
using Xunit;

namespace Ctrace.Core.Tests.Seccomp.Filters;

/// <summary>What single answers leave of a word, all of them together may not.</summary>
public sealed class ImpossibleWayTests
{
    [Fact]
    public void TheComplementOfAllPartsIsNothing()
    {
        WordRange? range = WordRange.Any;
        for (var bit = 31; bit >= 0; bit--)
        {
            var mask = uint.MaxValue << bit;
            range = range!.With(new WordTest(mask, true, (0x5401u & mask) ^ (1u << bit)), holds: false);
        }

        range = range?.With(new WordTest(uint.MaxValue, true, 0x5401), holds: false);
        var left = 1 << 16;
        Assert.False(range is not null && range.IsPossible(ref left));
        Assert.InRange(left, 1 << 15, 1 << 16);
    }

    /// <summary>It never says so of a word that has a value.</summary>
    [Fact]
    public void WhatHasAValueIsPossible()
    {
        var test = from mask in Gen.Elements(1u, 3u, 0xfu, 0x7e020000u, 0xffff0000u, uint.MaxValue)
                   from isEqual in Gen.Elements(true, false)
                   from value in Gen.Choose(0, 20)
                   select new WordTest(mask, isEqual, (uint)value & mask);
        Prop.ForAll(test.ListOf().ToArbitrary(), Gen.Choose(0, 30).ToArbitrary(), (tests, word) =>
        {
            WordRange? range = WordRange.Any;
            foreach (var one in tests)
            {
                range = range!.With(one, one.Holds((uint)word));
                Assert.NotNull(range);
            }

            var left = 1 << 12;
            Assert.True(range!.IsPossible(ref left));
        }).Hold();
    }
}
