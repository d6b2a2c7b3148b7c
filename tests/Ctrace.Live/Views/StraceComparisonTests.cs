using System.Text.Json;
using System.Text.RegularExpressions;
using Ctrace.Diagnosis;
using Xunit;

namespace Ctrace.Live.Views;

/// <summary>One program that makes calls of every kind, under strace and under ctrace strace: the same lines.</summary>
[Collection("engine")]
public sealed partial class StraceComparisonTests : IDisposable
{
    private readonly DirectoryInfo _directory = Directory.CreateTempSubdirectory("ctrace-strace-");

    public void Dispose() => _directory.Delete(recursive: true);

    [LiveFact]
    public Task EachThreadsLinesAreStracesOwn() => CompareAsync("decoding", "x86_64", 200);

    [LiveFact(Needs = ProgramAbi.I386)]
    public Task EachThreadsLinesOfA32BitProgramAreStracesOwn() => CompareAsync("decoding-i386", "i386", 80);

    private async Task CompareAsync(string program, string architecture, int atLeast)
    {
        var (strace, ctrace) = (await StraceAsync(program), await CtraceAsync(program));
        while (Clash(strace, ctrace) || Clash(ctrace, strace))
        {
            (strace, ctrace) = (await StraceAsync(program), await CtraceAsync(program));
        }

        var (theirs, ours) = (Normal(strace), Normal(ctrace));
        Assert.Equal(theirs.Count, ours.Count);
        var known = KnownDifferences(architecture);
        Assert.All(theirs.Zip(ours), pair =>
        {
            Assert.Equal(pair.First.Count, pair.Second.Count);
            Assert.All(pair.First.Zip(pair.Second), line => Assert.Equal(known.GetValueOrDefault(line.First, line.First), line.Second));
        });
        Assert.True(theirs.Sum(lines => lines.Count) > atLeast, "the program makes more calls than that");
    }

    // One list of lines a thread, in the order of their ids; -ff writes a file each, so that no line is torn.
    private async Task<Dictionary<int, IReadOnlyList<string>>> StraceAsync(string program)
    {
        var log = Path.Combine(_directory.FullName, "theirs");
        await RunAsync(program, "strace", "-ff", "-o", log);
        var files = Directory.GetFiles(_directory.FullName, "theirs.*");
        // Of a child that is killed before strace has seen it enter anything, it says that it does not know the call.
        var threads = files.ToDictionary(file => int.Parse(Path.GetExtension(file)[1..]), IReadOnlyList<string> (file) => [.. File.ReadAllLines(file).Where(line => line != "???() = ?")]);
        Array.ForEach(files, File.Delete);
        return threads;
    }

    private async Task<Dictionary<int, IReadOnlyList<string>>> CtraceAsync(string program)
    {
        var log = Path.Combine(_directory.FullName, "ours");
        var run = await RunAsync(program, Repository.Ctrace, "strace", "-f", "--json", "-o", log, "--");
        Assert.Equal("", run.Errors);
        return File.ReadLines(log).Select(line => JsonDocument.Parse(line).RootElement)
            .GroupBy(line => line.GetProperty("own_tid").GetInt32(), line => line.GetProperty("text").GetString()!)
            .ToDictionary(thread => thread.Key, IReadOnlyList<string> (thread) => [.. thread]);
    }

    // Without randomisation the addresses are the same, but for the environment's.
    private static async Task<Command> RunAsync(string program, params string[] tracer)
    {
        var run = await Command.RunAsync("setarch", ["-R", .. tracer, Path.Combine(Repository.Workloads, program)]);
        run.Succeeded();
        return run;
    }

    // A thread whose id is one of the numbers that the program itself uses (the year 1970) proves nothing: once more.
    private static bool Clash(Dictionary<int, IReadOnlyList<string>> threads, Dictionary<int, IReadOnlyList<string>> others) =>
        others.Values.SelectMany(lines => lines).SelectMany(line => Number().Matches(line)).Any(number => int.TryParse(number.Value, out var value) && threads.ContainsKey(value));

    private static IReadOnlyList<IReadOnlyList<string>> Normal(Dictionary<int, IReadOnlyList<string>> threads)
    {
        var ids = threads.Keys.Order().ToList();
        return [.. ids.Select(id => threads[id].Select(line => Normal(line, ids)).Where(line => !IsIgnored(line)).ToList())];
    }

    private static string Normal(string line, List<int> ids)
    {
        line = Environment().Replace(Padding().Replace(line, ") = "), "ENVIRONMENT");
        line = line.StartsWith("getrandom(\"", StringComparison.Ordinal) ? Random().Replace(line, "RANDOM") : line;
        return Number().Replace(line, number => int.TryParse(number.Value, out var value) && ids.IndexOf(value) is >= 0 and var at ? $"PID{at}" : number.Value);
    }

    // A signal that is ignored is delivered only to a program that is traced: docs/strace.md. And a child of the program's is
    // killed in pause, or already on the way there.
    private static bool IsIgnored(string line) =>
        line.StartsWith("--- SIGCHLD ", StringComparison.Ordinal) || line.StartsWith("pause(", StringComparison.Ordinal);

    private static Dictionary<string, string> KnownDifferences(string architecture)
    {
        var lines = File.ReadAllLines(Path.Combine(Repository.Root, $"tests/Ctrace.Core.Tests/Golden/Decoding/differences.{architecture}.txt"))
            .Where(line => line.Length > 0).Select(line => Padding().Replace(line, ") = ")).ToList();
        return lines.Where(line => line[0] == '-').Zip(lines.Where(line => line[0] == '+'))
            .ToDictionary(pair => pair.First[2..], pair => pair.Second[2..], StringComparer.Ordinal);
    }

    [GeneratedRegex(@"0x[0-9a-f]+ /\* [0-9]+ vars \*/|0x7ff[0-9a-f]{9}\b|0x5555[0-9a-f]{8}\b|0xffffd[0-9a-f]{3}\b|st_mtime=[^,}]*")]
    private static partial Regex Environment();

    [GeneratedRegex(@"\) += ")]
    private static partial Regex Padding();

    [GeneratedRegex("\"(\\\\.|[^\"\\\\])*\"")]
    private static partial Regex Random();

    [GeneratedRegex(@"\b[0-9]+\b")]
    private static partial Regex Number();
}
