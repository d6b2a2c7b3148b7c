using System.Text.RegularExpressions;
using Ctrace.Core.Status;
using Xunit;

namespace Ctrace.Core.Tests.Status;

public sealed partial class StatusMetricsTests
{
    [Fact]
    public void EveryLineIsOfTheExpositionFormatAndEverySampleHasItsFamily()
    {
        var family = "";
        foreach (var line in StatusMetrics.Of(StatusSamples.Busy).TrimEnd('\n').Split('\n'))
        {
            if (Head().Match(line) is { Success: true } head)
            {
                family = head.Groups["name"].Value;
                Assert.True(line.StartsWith("# HELP", StringComparison.Ordinal) || line.EndsWith(" counter", StringComparison.Ordinal) == family.EndsWith("_total", StringComparison.Ordinal), line);
                continue;
            }

            var sample = Sample().Match(line);
            Assert.True(sample.Success, line);
            Assert.Equal(family, sample.Groups["name"].Value);
        }
    }

    [Fact]
    public void LabelsAreEscaped() => Assert.Contains(
        $$"""
        ctrace_container_syscalls_total{name="w\"e\\b\\u{a}\\u{1b}[2J",id="{{new string('a', 64)}}",tracefile="web/é"} 100

        """, StatusMetrics.Of(StatusSamples.Busy), StringComparison.Ordinal);

    [Theory]
    [InlineData("ctrace_build_info{version=\"0.1.0\"} 1")]
    [InlineData("ctrace_start_time_seconds 1795348800")]
    [InlineData("ctrace_last_write_timestamp_seconds 1795348830")]
    [InlineData("ctrace_syscalls_total 12345678901")]
    [InlineData("ctrace_engine_connected 1")]
    [InlineData("ctrace_slots 1024")]
    [InlineData("ctrace_containers_untraced 1")]
    public void ANumberHasItsLine(string line) => Assert.Contains($"\n{line}\n", StatusMetrics.Of(StatusSamples.Busy), StringComparison.Ordinal);

    [Fact]
    public void TheManualNamesEveryFamily()
    {
        var page = File.ReadAllText(Path.Combine(SourceFolder.Repository, "docs/man/ctrace-status.1"));
        var families = Head().Matches(StatusMetrics.Of(StatusSamples.Busy)).Select(head => head.Groups["name"].Value).Distinct().ToArray();
        Assert.True(families.Length > 15);
        Assert.All(families, family => Assert.Contains($"It Cm {family}\n", page, StringComparison.Ordinal));
    }

    [GeneratedRegex("^# (HELP|TYPE) (?<name>ctrace_[a-z_]+) .+$", RegexOptions.Multiline)]
    private static partial Regex Head();

    // prometheus.io/docs/instrumenting/exposition_formats: a label's value escapes backslash, quote and line feed.
    [GeneratedRegex("""^(?<name>[a-z_]+)(\{[a-z]+="([^"\\]|\\\\|\\"|\\n)*"(,[a-z]+="([^"\\]|\\\\|\\"|\\n)*")*\})? [0-9.]+$""")]
    private static partial Regex Sample();
}
