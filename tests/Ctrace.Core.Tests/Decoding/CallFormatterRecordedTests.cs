using System.Text.RegularExpressions;
using Ctrace.Core.Decoding;
using Ctrace.Core.Linux;
using Ctrace.Core.Tests.Golden;
using Xunit;

namespace Ctrace.Core.Tests.Decoding;

/// <summary>
/// The lines of real calls beside strace's own (tests/decoding/record-all records both). Each difference that remains is in
/// differences.ARCHITECTURE.txt, with strace's line first, and docs/decoding.md says why.
/// </summary>
public sealed partial class CallFormatterRecordedTests
{
    public static TheoryData<string> Architectures => ["x86_64"];

    [Theory]
    [MemberData(nameof(Architectures))]
    public void EveryCallHasItsLine(string name) =>
        Assert.Equal(Lines(name).Select(lines => Call(lines.Strace)), Lines(name).Select(lines => Call(lines.Ours)));

    [Theory]
    [MemberData(nameof(Architectures))]
    public void LinesAreStracesButForTheKnownDifferences(string name) => GoldenFile.Check(
        $"Decoding/differences.{name}.txt",
        string.Concat(Lines(name).Where(lines => lines.Strace != lines.Ours).Select(lines => $"- {lines.Strace}\n+ {lines.Ours}\n")));

    private static List<(string Strace, string Ours)> Lines(string name)
    {
        var strace = GoldenFile.Read($"Decoding/strace.{name}.txt").Split('\n').Where(line => line.Length > 0 && line[0] is not ('#' or '['));
        var formatter = new CallFormatter(new());
        var ours = RecordedCalls.Read(Architecture.Find(name)!).Select(call => formatter.Line(call));
        return [.. strace.Select(Normalise).Zip(ours.Select(Normalise))];
    }

    private static string Call(string line) => line[..line.IndexOf('(', StringComparison.Ordinal)];

    // Two runs differ in process numbers, in times, in random bytes and in where the environment lies.
    private static string Normalise(string line) =>
        Random().Replace(Address().Replace(Time().Replace(Process().Replace(line, "$1PID"), "$1TIME"), "$1ADDRESS"), "$1RANDOM");

    [GeneratedRegex(@"((?<=^(?:clone|fork|wait4|set_tid_address)\(.*)\) += |si_pid=|^wait4\(|^kill\(|\(P_PID, )\d+")]
    private static partial Regex Process();

    [GeneratedRegex(@"(left \{tv_sec=0, tv_[a-z]+=|si_[us]time=)\d+")]
    private static partial Regex Time();

    [GeneratedRegex(@"^(execve\(""\./calls"", \[""\./calls""\], )0x[0-9a-f]+")]
    private static partial Regex Address();

    [GeneratedRegex(@"^(getrandom\("")[\\x0-9a-f]+")]
    private static partial Regex Random();
}
