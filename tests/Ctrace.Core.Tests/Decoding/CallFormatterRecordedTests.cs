using System.Text.RegularExpressions;
using Ctrace.Core.Decoding;
using Ctrace.Core.Tests.Golden;
using Xunit;

namespace Ctrace.Core.Tests.Decoding;

/// <summary>
/// The lines of real calls beside strace's own (tests/decoding/record-all records both). Each difference that remains is in
/// differences.txt, with strace's line first, and docs/decoding.md says why.
/// </summary>
public sealed partial class CallFormatterRecordedTests
{
    private static readonly string[] Strace =
        [.. GoldenFile.Read("Decoding/strace.txt").Split('\n').Where(line => line.Length > 0 && line[0] != '#')];

    private static readonly string[] Ours = [.. RecordedCalls.Read("Decoding/calls.txt").Select(call => new CallFormatter(new()).Line(call))];

    [Fact]
    public void EveryCallHasItsLine() =>
        Assert.Equal(Strace.Select(line => line[..line.IndexOf('(')]), Ours.Select(line => line[..line.IndexOf('(')]));

    [Fact]
    public void LinesAreStracesButForTheKnownDifferences() =>
        GoldenFile.Check("Decoding/differences.txt", string.Concat(Strace.Zip(Ours)
            .Select(lines => (Strace: Normalise(lines.First), Ours: Normalise(lines.Second)))
            .Where(lines => lines.Strace != lines.Ours)
            .Select(lines => $"- {lines.Strace}\n+ {lines.Ours}\n")));

    [Fact]
    public void MostLinesAreTheSame() =>
        Assert.True(Strace.Zip(Ours).Count(lines => Normalise(lines.First) == Normalise(lines.Second)) > Strace.Length * 9 / 10);

    // Two runs differ in process numbers, in times, in random bytes and in where the environment lies.
    private static string Normalise(string line) =>
        Random().Replace(Address().Replace(Time().Replace(Process().Replace(line, "$1PID"), "$1TIME"), "$1ADDRESS"), "$1RANDOM");

    [GeneratedRegex(@"((?<=^(?:clone|fork|wait4|set_tid_address)\(.*)\) += |si_pid=|^wait4\(|^kill\(|\(P_PID, )\d{3,}")]
    private static partial Regex Process();

    [GeneratedRegex(@"(left \{tv_sec=0, tv_[a-z]+=|si_[us]time=)\d+")]
    private static partial Regex Time();

    [GeneratedRegex(@"^(execve\(""\./calls"", \[""\./calls""\], )0x[0-9a-f]+")]
    private static partial Regex Address();

    [GeneratedRegex(@"^(getrandom\("")[\\x0-9a-f]+")]
    private static partial Regex Random();
}
