using Ctrace.Core.Linux;
using Ctrace.Core.Seccomp.Filters;
using Ctrace.Core.Seccomp.Filters.Symbolic;
using FsCheck.Fluent;
using Xunit;
using static Ctrace.Core.Tests.Seccomp.Filters.Samples;

namespace Ctrace.Core.Tests.Seccomp.Filters;

/// <summary>Verdicts, and that they agree with the simulator.</summary>
public sealed class FilterEvaluatorTests
{
    [Fact]
    public void EveryCallGoesOneOfTheWaysAndGetsThatAnswer() => Prop.ForAll(Gen.Choose(0, int.MaxValue).ToArbitrary(), seed =>
    {
        var random = new Random(seed);
        var generator = new RandomFilter(random);
        SeccompFilter[] filters = [.. Enumerable.Range(0, random.Next(1, 3)).Select(_ => generator.Next(random.Next(8, 60)))];
        int number = (int)generator.Value();
        uint architecture = generator.Value();
        var (paths, complete) = new PathExplorer(filters).Explore(number, architecture);
        for (var i = 0; i < 40; i++)
        {
            // Half of the calls are made to go a certain way.
            var call = i % 2 == 0 && paths.Length > 0 && paths[random.Next(paths.Length)].Example() is { } example ? example : AnyCall(random, generator, number, architecture);
            var answer = Simulator.Run(filters, call);
            var ways = paths.Where(path => path.Matches(call)).ToList();
            if (complete)
            {
                Assert.NotEmpty(ways);
                Assert.Contains(ways, way => way.Combined(..) is not { } said || said == answer);
                if (ways.All(way => way.IsExact))
                {
                    Assert.Single(ways);
                }
            }
            else
            {
                Assert.All(ways.Where(way => way.IsExact), way => Assert.True(way.Combined(..) is not { } said || said == answer));
            }
        }
    }).Hold(3000);

    [Fact]
    public void AVerdictThatAlwaysHoldsAlwaysHolds() => Prop.ForAll(Gen.Choose(0, int.MaxValue).ToArbitrary(), seed =>
    {
        var random = new Random(seed);
        var generator = new RandomFilter(random);
        SeccompFilter[] filters = [generator.Next(random.Next(8, 30))];
        var verdict = new FilterEvaluator(filters).Evaluate(Architecture.X86_64, 39);
        for (var i = 0; i < 20; i++)
        {
            var answer = Simulator.Run(filters, AnyCall(random, generator, 39, Architecture.X86_64.Audit));
            Assert.True(verdict.Always is not { } always || always == answer);
            Assert.False(verdict.AlwaysRuns && !answer.MayRun);
            Assert.False(!verdict.CanRun && answer.MayRun);
        }
    }).Hold(1000);

    [Theory]
    // What libseccomp writes for arg0 & 0x7e020000 == 0: the lower half alone.
    [InlineData("allow if arg0 & 0x7e020000 == 0x0; else errno:EPERM", "20 0 0 16", "54 0 0 7e020000", "15 0 1 0", "6 0 0 7fff0000", "6 0 0 50001")]
    // A 64-bit comparison of both halves.
    [InlineData("allow if arg1 == 0x500000006; else errno:EPERM", "20 0 0 28", "15 0 3 5", "20 0 0 24", "15 0 1 6", "6 0 0 7fff0000", "6 0 0 50001")]
    [InlineData("allow if arg1 != 0x500000006; else errno:EPERM", "20 0 0 28", "15 0 3 5", "20 0 0 24", "15 0 1 6", "6 0 0 50001", "6 0 0 7fff0000")]
    [InlineData("allow if arg1 >= 0x500000007; else errno:EPERM", "20 0 0 28", "25 3 0 5", "15 0 3 5", "20 0 0 24", "25 0 1 6", "6 0 0 7fff0000", "6 0 0 50001")]
    [InlineData("allow if arg1 in {0x2, 0x7}; else errno:EPERM", "20 0 0 28", "15 0 4 0", "20 0 0 24", "15 1 0 2", "15 0 1 7", "6 0 0 7fff0000", "6 0 0 50001")]
    [InlineData("allow if arg0.low <= 0x4; else errno:EPERM", "20 0 0 16", "25 1 0 4", "6 0 0 7fff0000", "6 0 0 50001")]
    [InlineData("allow if arg0.low in {0x4, 0x6}; else errno:EPERM", "20 0 0 16", "15 1 0 4", "15 0 1 6", "6 0 0 7fff0000", "6 0 0 50001")]
    [InlineData("allow if arg0 & 0x6 != 0x0; else errno:EPERM", "20 0 0 16", "45 0 1 6", "6 0 0 7fff0000", "6 0 0 50001")]
    // arg0 is 1 and arg1 is 2, or arg0 is 3 and arg1 is 4: lower halves.
    [InlineData("allow if (arg0.low == 0x1 and arg1.low == 0x2) or (arg0.low == 0x3 and arg1.low == 0x4); else errno:EPERM",
        "20 0 0 16", "15 0 2 1", "20 0 0 24", "15 3 4 2", "15 0 3 3", "20 0 0 24", "15 0 1 4", "6 0 0 7fff0000", "6 0 0 50001")]
    // All of arg0 but 5, with a bit of its lower half.
    [InlineData("errno:EPERM if arg0 == 0x5; errno:ENOENT if arg0 & 0x6 == 0x0; else allow",
        "20 0 0 20", "15 0 2 0", "20 0 0 16", "15 3 0 5", "20 0 0 16", "45 0 2 6", "6 0 0 7fff0000", "6 0 0 50001", "6 0 0 50002")]
    [InlineData("allow", "20 0 0 16", "15 0 0 4", "6 0 0 7fff0000")]
    [InlineData("allow", "20 0 0 16", "25 0 1 ffffffff", "6 0 0 50001", "6 0 0 7fff0000")]
    [InlineData("allow if arg0.low == 0x1; trap if arg0.low == 0x2; else errno:EPERM", "20 0 0 16", "15 1 0 1", "15 1 2 2", "6 0 0 7fff0000", "6 0 0 30000", "6 0 0 50001")]
    [InlineData("an answer computed from the arguments", "20 0 0 16", "16 0 0 0")]
    [InlineData("allow if (arg0.low + arg1.low) == 0x7; else errno:EPERM", "20 0 0 16", "7 0 0 0", "20 0 0 24", "c 0 0 0", "15 0 1 7", "6 0 0 7fff0000", "6 0 0 50001", 0)]
    public void AVerdictSaysOnWhichArgumentsItDepends(string text, params object[] lines)
    {
        // The sum is commutative, but written as it is computed.
        var expected = lines is [.., 0] ? text.Replace("arg0.low + arg1.low", "arg1.low + arg0.low", StringComparison.Ordinal) : text;
        Assert.Equal(expected, new FilterEvaluator([Read(lines.OfType<string>())]).Evaluate(Architecture.X86_64, 1).ToString());
    }

    [Fact]
    public void A64BitProgramCanMake32BitCallsWithUpperHalves() => Assert.Equal("allow if arg1 == 0x600000000; else errno:EPERM",
        new FilterEvaluator([Read(["20 0 0 28", "15 0 3 6", "20 0 0 24", "15 0 1 0", "6 0 0 7fff0000", "6 0 0 50001"])]).Evaluate(Architecture.I386, 1).ToString());

    [Fact]
    public void SeveralFiltersAreTakenTogether() => Assert.Equal("errno:ENOENT if arg0 & 0x1 == 0x1; else errno:EPERM",
        new FilterEvaluator([Read(["20 0 0 16", "45 0 1 1", "6 0 0 7fff0000", "6 0 0 50001"]), Read(["6 0 0 50002"])]).Evaluate(Architecture.X86_64, 1).ToString());

    [Fact]
    public void WhatNoCallReachesIsNoVerdict() => Assert.Equal("errno:EPERM",
        new FilterEvaluator([Read(["20 0 0 16", "15 0 2 1", "15 1 0 2", "6 0 0 50001", "6 0 0 50001", "6 0 0 7fff0000"])]).Evaluate(Architecture.X86_64, 1).ToString());

    [Fact]
    public async Task AFilterThatIsMadeToTakeForeverEnds()
    {
        // Every instruction doubles the ways: each asks for another relation of two arguments.
        var lines = new List<string>();
        for (var i = 0; i < 1300; i++)
        {
            lines.AddRange([$"20 0 0 {16 + (4 * (i % 12))}", $"{(i % 3 == 0 ? "4" : "44")} 0 0 {i + 1:x}", $"{(i % 2 == 0 ? "15" : "45")} 0 1 {i * 7:x}"]);
        }

        lines.AddRange(["6 0 0 7fff0000", "6 0 0 50001"]);
        var evaluator = new FilterEvaluator([Read(lines)]);
        var verdicts = await Task.Run(() => Syscalls.All(Architecture.X86_64).Select(call => evaluator.Evaluate(Architecture.X86_64, call.Number)).ToList())
            .WaitAsync(Waiting.Patience, TestContext.Current.CancellationToken);
        Assert.All(verdicts, verdict => Assert.True(!verdict.IsComplete && verdict.CanRun && !verdict.AlwaysRuns && verdict.Always is null));
    }

    [Fact]
    public void AVerdictHasAnEndHoweverLongItsConditionsAre()
    {
        // Every second value of a word up to 400, and sums with every other word.
        var values = Enumerable.Range(0, 200).SelectMany(i => (string[])[$"15 0 1 {i * 2:x}", "6 0 0 7fff0000"]);
        var sums = Enumerable.Range(0, 12).SelectMany(i => (string[])[$"20 0 0 {16 + (4 * i)}", "7 0 0 0", "20 0 0 16", "c 0 0 0", $"25 0 1 {i:x}", "6 0 0 7fff0000"]);
        var verdict = new FilterEvaluator([Read(["20 0 0 16", .. values, .. sums, "6 0 0 50001"])]).Evaluate(Architecture.X86_64, 1);
        Assert.True(verdict.IsComplete);
        Assert.InRange(verdict.ToString().Length, 100, 100_000);
    }

    private static SeccompFilter Read(IEnumerable<string> lines) => Filter([.. lines.Select(line => line.Split(' ')).Select(words =>
        (Convert.ToUInt16(words[0], 16), byte.Parse(words[1]), byte.Parse(words[2]), words[0] == "20" ? uint.Parse(words[3]) : Convert.ToUInt32(words[3], 16)))]);

    private static SeccompData AnyCall(Random random, RandomFilter generator, int number, uint architecture)
    {
        var arguments = default(SeccompData.Six);
        for (var i = 0; i < 6; i++)
        {
            arguments[i] = generator.Value() | (random.Next(2) == 0 ? 0 : (ulong)generator.Value() << 32);
        }

        return new SeccompData(number, architecture, generator.Value() | ((ulong)generator.Value() << 32), arguments);
    }
}
