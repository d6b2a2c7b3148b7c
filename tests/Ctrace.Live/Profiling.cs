using System.Collections.Immutable;
using System.Diagnostics;
using System.Text.Json.Nodes;
using Ctrace.Core.Traces;
using Ctrace.Live.Witnesses;
using Xunit;

namespace Ctrace.Live;

/// <summary>A subject that was traced, and what <c>ctrace options</c> made of its tracefile.</summary>
internal sealed class Profiling : IDisposable
{
    private readonly string _directory = Directory.CreateTempSubdirectory("ctrace-profiles-").FullName;

    /// <summary>The options for docker run.</summary>
    public IReadOnlyList<string> Options { get; private set; } = [];

    /// <summary>How long a run may take that lacks something and may hang: several times what one takes now that lacks nothing.</summary>
    public TimeSpan Limit { get; private set; }

    /// <summary>What strace saw the subject's own programs do on the run that was traced.</summary>
    public ImmutableSortedSet<SyscallName> Own { get; private set; } = [];

    private string Profile => $"{_directory}/profile.json";

    /// <summary>Traces a subject under the engine's default profile, twice into one tracefile: strace changes what a program has to wait for.</summary>
    public static async Task<Profiling> OfAsync(Subject subject)
    {
        string[] label = ["--label", "ctrace.tracefile=subject"];
        var profiling = new Profiling();
        await using var daemon = await TraceDaemon.StartAsync();
        var began = Stopwatch.GetTimestamp();
        var alone = await SubjectRun.RunAsync(subject, label);
        Assert.True(alone.Works, alone.Problem);
        profiling.Limit = TimeSpan.FromSeconds(3) + (3 * Stopwatch.GetElapsedTime(began));
        await using (var strace = await Strace.AttachAsync())
        {
            var run = await SubjectRun.RunAsync(subject, label);
            Assert.True(run.Works, run.Problem);
            profiling.Own = (await strace.DetachAsync()).Single(one => Path.GetFileName(one.Program) == subject.Command[0]).Own;
        }

        await daemon.StopAsync();
        var line = (await Command.RunAsync(Repository.Ctrace, "options", "--output", profiling.Profile, $"{daemon.Data}/subject")).Succeeded();

        // A shell splits the line, as it does for a user.
        profiling.Options = (await Command.RunAsync("sh", "-c", $"printf '%s\\n' {line}")).Succeeded().Split('\n');
        return profiling;
    }

    /// <summary>The options with a profile that lacks a name.</summary>
    public string[] Without(string name)
    {
        var profile = JsonNode.Parse(File.ReadAllText(Profile))!;
        foreach (var rule in profile["syscalls"]!.AsArray().Where(rule => (string?)rule!["action"] == "SCMP_ACT_ALLOW"))
        {
            rule!["names"] = new JsonArray([.. rule["names"]!.AsArray().Where(one => (string?)one != name).Select(one => one!.DeepClone())]);
        }

        var path = $"{_directory}/without-{name}.json";
        File.WriteAllText(path, profile.ToJsonString());
        return [.. Options.Select(option => option.Replace(Profile, path, StringComparison.Ordinal))];
    }

    public void Dispose() => Directory.Delete(_directory, recursive: true);
}
