using System.Collections.Immutable;
using Ctrace.Core.Linux;
using Ctrace.Core.Seccomp;
using Ctrace.Core.Seccomp.Filters;
using FsCheck.Fluent;
using Xunit;
using static Ctrace.Core.Tests.Seccomp.Filters.Samples;

namespace Ctrace.Core.Tests.Seccomp.Filters;

public sealed class FilterComparisonTests
{
    private const int Getpid = 39;

    private static readonly SeccompFilter AllowsAll = Filter((0x06, 0, 0, Allow)), DeniesAll = Filter((0x06, 0, 0, Errno1));

    // arg0's lower half is 1.
    private static readonly SeccompFilter AllowsOne = Filter((0x20, 0, 0, 16), (0x15, 0, 1, 1), (0x06, 0, 0, Allow), (0x06, 0, 0, Errno2));

    [Fact]
    public void NothingIsAllowedThatTheOtherDoesNotAllow()
    {
        Assert.Empty(Find(DeniesAll, AllowsAll));
        Assert.Empty(Find(AllowsAll, AllowsAll));
        Assert.Empty(Find(AllowsOne, AllowsOne));
        Assert.Empty(Find(AllowsOne, AllowsAll));
    }

    [Fact]
    public void ADifferenceForAllArgumentsHasNoCondition()
    {
        var difference = Assert.Single(Find(AllowsAll, DeniesAll));
        Assert.Equal((new FilterReturn(Allow), new FilterReturn(Errno1), ""), (difference.First, difference.Second, difference.When));
        Assert.NotNull(difference.Example);
    }

    [Fact]
    public void OneForSomeArgumentsSaysWhichAndShowsIt()
    {
        var difference = Assert.Single(Find(AllowsAll, AllowsOne));
        Assert.Equal("arg0.low != 0x1", difference.When);
        Assert.NotEqual(1u, (uint)difference.Example!.Value.Arguments[0]);
        Assert.Equal("arg0.low == 0x1", Assert.Single(Find(AllowsOne, DeniesAll)).When);
    }

    [Fact]
    public void LogAndNotifyLetThroughAsWell() => Assert.Empty(Find(AllowsAll, Filter((0x06, 0, 0, (uint)SeccompAction.Log))));

    [Fact]
    public void NoDifferenceIsOverlooked() => Prop.ForAll(Gen.Choose(0, int.MaxValue).ToArbitrary(), seed =>
    {
        var random = new Random(seed);
        var generator = new RandomFilter(random);
        SeccompFilter first = generator.Next(random.Next(8, 30)), second = generator.Next(random.Next(8, 30));
        var found = Find(first, second);
        for (var i = 0; i < 50; i++)
        {
            var call = new SeccompData(Getpid, Architecture.X86_64.Audit, generator.Value(), SeccompData.Six.Of(generator.Value(), generator.Value(), (ulong)generator.Value() << 32));
            Assert.False(found.IsEmpty && Simulator.Run(first, call).MayRun && !Simulator.Run(second, call).MayRun);
        }

        Assert.All(found.Select(difference => difference.Example).OfType<SeccompData>(),
            call => Assert.True(Simulator.Run(first, call).MayRun && !Simulator.Run(second, call).MayRun));
    }).Hold(1000);

    private static ImmutableArray<FilterDifference> Find(SeccompFilter first, SeccompFilter second) =>
        new FilterComparison([first], [second]).Find(Architecture.X86_64, Getpid);
}
