using System.Collections.Immutable;
using Ctrace.Core.Tests;
using Xunit;

namespace Ctrace.Live.SecondDay;

/// <summary>A service's first run, recorded, and the restrictions that <c>ctrace options</c> made of it.</summary>
internal sealed class FirstDay : IDisposable
{
    private readonly string _directory = Directory.CreateTempSubdirectory("ctrace-first-day-").FullName;

    /// <summary>The options for docker run.</summary>
    public ImmutableArray<string> Options { get; private set; } = [];

    /// <summary>What <c>ctrace options</c> said of the recording on standard error.</summary>
    public string Said { get; private set; } = "";

    /// <summary>Records a subject with more options for docker run, as often as told, into one tracefile.</summary>
    /// <param name="subject">It has to work.</param>
    /// <param name="exact">Whether the profile is to allow what was recorded and no kin of it.</param>
    /// <param name="times">How many containers, one after another.</param>
    /// <param name="options">For docker run.</param>
    public static async Task<FirstDay> OfAsync(Subject subject, bool exact = false, int times = 1, params string[] options)
    {
        var day = new FirstDay();
        await using var daemon = await TraceDaemon.StartAsync();
        for (var time = 0; time < times; time++)
        {
            var run = await SubjectRun.RunAsync(subject, ["--label", "ctrace.tracefile=day", .. options]);
            Assert.True(run.Works, run.Problem);
        }

        await daemon.StopAsync();
        string[] more = exact ? ["--exact"] : [];
        var made = await Command.RunAsync(Repository.Ctrace, ["options", .. more, "--output", $"{day._directory}/profile.json", $"{daemon.Data}/day"]);
        day.Said = made.Errors;

        // A shell splits the line, as it does for a user.
        day.Options = [.. (await Command.RunAsync("sh", "-c", $"printf '%s\\n' {made.Succeeded()}")).Succeeded().Split('\n')];
        return day;
    }

    /// <summary>Runs a subject, which may hang, under the restrictions.</summary>
    public Task<SubjectRun> RunAsync(Subject subject, params string[] options) =>
        SubjectRun.RunAsync(subject, Waiting.Patience, [.. Options, .. options]);

    public void Dispose() => Directory.Delete(_directory, recursive: true);
}
