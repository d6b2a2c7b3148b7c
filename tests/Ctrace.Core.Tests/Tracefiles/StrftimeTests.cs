using Ctrace.Core.Tracefiles;
using FsCheck;
using FsCheck.Fluent;
using Xunit;

namespace Ctrace.Core.Tests.Tracefiles;

public sealed class StrftimeTests
{
    private const string Conversions = "aAbBcCdDeFgGhHIjklmMnpPrRsStTuUVwWxXyYzZ%";

    private static readonly DateTimeOffset Time = new(2026, 11, 19, 15, 4, 5, TimeSpan.FromHours(1));

    // Past times and future ones, and both ends of the weeks' and years' arithmetic.
    private static readonly Gen<DateTimeOffset> Times =
        from days in Gen.OneOf(Gen.Choose(0, 47_000), Gen.Choose(0, 2_900_000).Select(day => day - 365_000), Gen.Choose(0, 100).Select(year => year * 365 + year / 4))
        from seconds in Gen.Choose(0, 86_399)
        from offset in Gen.Choose(-14 * 4, 14 * 4)
        select new DateTimeOffset(DateTime.UnixEpoch.AddDays(days).AddSeconds(seconds).Ticks, TimeSpan.FromMinutes(15 * offset));

    private static readonly Gen<string> Conversion =
        from flags in Gen.Elements('_', '-', '0', '^', '#').ArrayOf()
        from width in Gen.Elements("", "", "", "1", "2", "5", "12", "30")
        from modifier in Gen.Elements("", "", "", "E", "O")
        from letter in Gen.Elements(Conversions.ToCharArray())
        select $"%{string.Concat(flags.Take(3))}{width}{modifier}{letter}";

    private static readonly Gen<string> Format = Gen.OneOf(
        Conversion,
        Gen.Elements("myapp-", "/", "%", "é", " ", "%%", "%f", "%Q", "%^q", "%E", "%O", "%5", "%010", "%:z", "%-"))
        .ArrayOf().Select(string.Concat);

    [Fact]
    public void IsWhatTheCLibraryMakes() => Check(
        from time in Times
        from format in Format
        from zone in Gen.Elements("CET", "UTC", "+03", "PST")
        select (time, format, zone), (time, format, zone) => WithoutSeconds(format) is var plain
            && Strftime.Expand(plain, time, zone, 100_000) == LibcTime.Format(plain, time, zone));

    [Fact]
    public void IsWhatTheCLibraryMakesOfLocalTime() => Check(
        from days in Gen.Choose(0, 24_000)
        from seconds in Gen.Choose(0, 86_399)
        from format in Format
        from zone in Gen.Elements("UTC", "Europe/Berlin", "America/New_York", "Asia/Kolkata", "Australia/Lord_Howe", "CET-1CEST,M3.5.0,M10.5.0/3")
        select (DateTimeOffset.UnixEpoch.AddDays(days + 1000).AddSeconds(seconds), format, zone), (time, format, zone) =>
    {
        var (text, offset, abbreviation) = LibcTime.FormatLocal(format, time, zone);
        return Strftime.Expand(format, time.ToOffset(offset), abbreviation, 100_000) == text;
    });

    [Fact]
    public void EveryConversionIsTried()
    {
        // Random formats may miss one; this does not.
        foreach (var flag in (string[])["", "_", "-", "0", "^", "#"])
        {
            foreach (var rest in Conversions.Where(letter => letter != 's').SelectMany(letter => (string[])[$"{letter}", $"E{letter}", $"O{letter}", $"7{letter}"]))
            {
                var format = $"%{flag}{rest}";
                Assert.Equal((format, LibcTime.Format(format, Time, "CET")), (format, Strftime.Expand(format, Time, "CET", 1000)));
            }
        }
    }

    [Theory]
    [InlineData("myapp-%Y-W%V", "myapp-2026-W47")]
    [InlineData("%Y/%m/%d", "2026/11/19")]
    [InlineData("100%", "100%")]
    [InlineData("%s", "1795097045")]
    [InlineData("", "")]
    public void Expands(string format, string text) => Assert.Equal(text, Strftime.Expand(format, Time, "CET", 100));

    [Theory]
    [InlineData("%1000000000d")]
    [InlineData("%99999999999999999999Y")]
    [InlineData("%_2147483647c")]
    [InlineData("%101%")]
    [InlineData("%060d%060d")]
    [InlineData("%c%c%c%c%c%c")]
    public void IsBounded(string format)
    {
        var before = GC.GetAllocatedBytesForCurrentThread();
        Assert.Null(Strftime.Expand(format, Time, "CET", 100));
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 100_000);
    }

    [Fact]
    public void TheLimitItselfFits()
    {
        Assert.Equal(new string('a', 100), Strftime.Expand(new string('a', 100), Time, "CET", 100));
        Assert.Equal(100, Strftime.Expand("%100Z", Time, "CET", 100)!.Length);
        Assert.Null(Strftime.Expand(new string('a', 101), Time, "CET", 100));
    }

    // %s makes the C library ask TZ, not the structure: the local test has it.
    private static string WithoutSeconds(string format) => format.Replace("s", "S", StringComparison.Ordinal);

    private static void Check(Gen<(DateTimeOffset, string, string)> cases, Func<DateTimeOffset, string, string, bool> property) =>
        Prop.ForAll(cases.ToArbitrary(), one => property(one.Item1, one.Item2, one.Item3)).Hold(3000);
}
