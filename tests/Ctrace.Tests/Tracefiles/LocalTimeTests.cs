using System.Diagnostics;
using Ctrace.Core.Tracefiles;
using Ctrace.Tracefiles;
using Xunit;

namespace Ctrace.Tests.Tracefiles;

public sealed class LocalTimeTests
{
    [Theory]
    [InlineData(0)]
    [InlineData(1_780_000_000)]
    [InlineData(1_800_000_000)]
    public void IsWhatDateSays(long seconds)
    {
        const string Format = "%Y-%m-%d %H:%M:%S %z %Z";
        using var date = Process.Start(new ProcessStartInfo("date", ["-d", $"@{seconds}", $"+{Format}"]) { RedirectStandardOutput = true })!;
        var local = LocalTime.Of(DateTimeOffset.FromUnixTimeSeconds(seconds));
        Assert.Equal(date.StandardOutput.ReadToEnd().Trim(), Strftime.Expand(Format, local.Time, local.Zone, 100));
    }
}
