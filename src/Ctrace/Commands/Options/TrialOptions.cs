using System.CommandLine;
using System.Text;
using Ctrace.Core;
using Ctrace.Core.Trials;
using Ctrace.Files;
using Ctrace.Trials;

namespace Ctrace.Commands.Options;

/// <summary><c>verify -- DOCKER-RUN-ARGUMENTS</c>: what restrictions refuse to a container that runs.</summary>
internal sealed class TrialOptions
{
    private const int MaxTimes = 1000, MaxRounds = 100, MaxSeconds = 1_000_000;

    private readonly RestrictionOptions _restriction = new();

    private readonly Option<string?> _check = new("--check")
    {
        Description = "A shell command whose exit code 0 says that the container works. It runs on this machine with the container's id in CTRACE_CONTAINER, and is repeated until it passes; then the container is stopped",
        HelpName = "COMMAND",
    };

    private readonly Option<int> _checkLimit = WholeNumber.Option(
        "--check-timeout", "With --check: for how many seconds the check is repeated", 60, 1, MaxSeconds);

    private readonly Option<int> _times = WholeNumber.Option("--times", "How often to run the container", 1, 1, MaxTimes);
    private readonly Option<int> _limit = WholeNumber.Option("--timeout", "How many seconds the container may run before it is stopped", 600, 1, MaxSeconds);
    private readonly Option<int> _rounds = WholeNumber.Option("--rounds", "With --learn: the most rounds", 10, 1, MaxRounds);

    private readonly Option<bool> _minimize = new("--minimize")
    {
        Description = "Take capabilities away one at a time, and report which of them the container needs",
    };

    private readonly Option<string> _output = new("-o", "--output") { Description = "The file for the report", HelpName = "FILE", DefaultValueFactory = _ => "/dev/stderr" };

    /// <summary>Adds the options to a command.</summary>
    public void AddTo(Command command)
    {
        _restriction.AddTo(command);
        command.Add(_check);
        command.Add(_checkLimit);
        command.Add(_times);
        command.Add(_limit);
        command.Add(_rounds);
        command.Add(_minimize);
        command.Add(_output);
    }

    /// <summary>Whether one of them was typed.</summary>
    public bool IsGiven(ParseResult result) => _restriction.IsGiven(result)
        || ((Option[])[_check, _checkLimit, _times, _limit, _rounds, _minimize, _output]).Any(option => result.IsTyped(option));

    /// <summary>Runs the container, and reports.</summary>
    /// <returns>The exit code.</returns>
    public async Task<int> RunAsync(ParseResult result, IReadOnlyList<string> words, bool json, CancellationToken cancellation)
    {
        var given = _restriction.Read(result, result.GetValue(_minimize));
        result.RequireWith(_rounds, "--learn", given.Tracefile is not null);
        result.RequireWith(_checkLimit, _check.Name, result.GetValue(_check) is not null);
        var container = await TrialArguments.ReadAsync(words, given, cancellation);
        if (container.OtherImage is { } other)
        {
            Tell($"warning: {other}");
        }

        var reference = new Reference(given.Trace, container.Capabilities.Union(given.Trace?.NeededCapabilities ?? []).ToHashSet());
        var check = result.GetValue(_check) is { } command ? new ContainerCheck(command, TimeSpan.FromSeconds(result.GetValue(_checkLimit))) : null;
        // One run is ended by a signal as its container is, and told of; of several, none begins after it.
        using var stop = given.Tracefile is not null || result.GetValue(_minimize) || result.GetValue(_times) > 1 ? new StopSignals() : null;
        var trial = new Trial(container.Words, reference, container.EngineDefault, TimeSpan.FromSeconds(result.GetValue(_limit)), check, container.Logged, stop?.Token ?? default);
        var series = new TrialSeries(trial, given, Tell) { Times = result.GetValue(_times), Rounds = result.GetValue(_rounds), Minimizes = result.GetValue(_minimize), Progress = Progress(result) };
        var runs = await series.RunAsync(cancellation);
        AtomicFile.Write(result.GetValue(_output)!,
            json ? TrialJson.Write(runs) : Encoding.UTF8.GetBytes(string.Join('\n', TrialText.Lines(runs, NativeArchitecture.Current, _restriction.Advice(result, words))) + "\n"));
        return runs.All(run => run.IsClean) ? 0 : (int)FailureKind.Found;
    }

    /// <summary>Of several runs, a person sees which one it is.</summary>
    private Action<string> Progress(ParseResult result)
    {
        var progress = new ProgressLine(result.InvocationConfiguration.Error);
        return result.GetValue(_times) > 1 ? progress.Say : _ => { };
    }

    private static void Tell(string line) => Console.Error.WriteLine($"ctrace: {line}");
}
