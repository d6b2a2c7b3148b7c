using Ctrace.Commands;
using Ctrace.Commands.Options;
using Ctrace.Tests.Commands;
using Ctrace.Views;
using Xunit;

namespace Ctrace.Tests.Views;

/// <summary>The times of strace -t, -tt, -ttt and -r.</summary>
public sealed class CallClockTests
{
    private static readonly DateTimeOffset Start = new(2026, 11, 30, 7, 4, 5, TimeSpan.FromHours(1));

    [Theory]
    [InlineData("-t", "07:04:06 ")]
    [InlineData("-tt", "07:04:06.000042 ")]
    [InlineData("-ttt", "1796018646.000042 ")]
    public void AbsoluteTimesHaveStracesForms(string option, string text)
    {
        var style = option.Length switch { 2 => ClockStyle.Seconds, 3 => ClockStyle.Microseconds, _ => ClockStyle.Unix };
        Assert.Equal(text, Clock(style, relative: false).Next(1_000_042_999));
    }

    [Fact]
    public void RelativeTimesAreSinceTheLineBefore()
    {
        var clock = Clock(ClockStyle.None, relative: true);
        Assert.Equal(
            ["     0.000000 ", "     0.000123 ", "     2.500000 ", "     0.000000 ", "123456.000001 "],
            ((ulong[])[1_000, 124_000, 2_500_124_000, 2_500_123_000, 123458_500_124_000]).Select(clock.Next));
    }

    [Fact]
    public void BothTogetherAreAsStraceHasThem()
    {
        var clock = Clock(ClockStyle.Seconds, relative: true);
        Assert.Equal(["07:04:05 (+     0.000000) ", "07:04:06 (+     1.000000) "], ((ulong[])[0, 1_000_000_000]).Select(clock.Next));
    }

    [Theory]
    [InlineData("strace ls", false)]
    [InlineData("strace -t ls", true)]
    [InlineData("strace -fttt ls", true)]
    [InlineData("strace -t -t -r -- ls", true)]
    [InlineData("strace -rtt -p 1", true)]
    [InlineData("strace --absolute-timestamps ls", true)]
    public void TheLettersAreTakenInAnyForm(string words, bool any)
    {
        var result = CommandTree.Parse(words.Split(' '));
        Assert.Empty(result.Errors);
        Assert.Null(CommandTree.Misspelt(result));
        Assert.Equal(any, result.GetValue<bool>("-t") || result.GetValue<bool>("-r"));
        Assert.NotEqual([], result.GetValue<string[]>(CommandWords.Name)!.Concat(words.Contains("-p", StringComparison.Ordinal) ? ["-p"] : []));
    }

    [Fact]
    public void FourAreTooMany() => Assert.Equal("-t can be given three times at most (-ttt shows seconds since 1970)", CommandRun.Of("strace", "-tttt", "ls").Failure?.Line);

    private static CallClock Clock(ClockStyle style, bool relative) => new(style, relative, time => Start.AddTicks((long)(time / TimeSpan.NanosecondsPerTick)));
}
