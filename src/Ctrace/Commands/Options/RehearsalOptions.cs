using System.CommandLine;
using Ctrace.Core;
using Ctrace.Core.Rehearsals;
using Ctrace.Engines.Docker;
using Ctrace.Files;
using Ctrace.Probes;
using Ctrace.Rehearsals;

namespace Ctrace.Commands.Options;

/// <summary>How a service is rehearsed with.</summary>
internal sealed class RehearsalOptions
{
    private const int MaxSeconds = 100_000, MaxRounds = 100;

    private readonly Option<string?> _check = new("--check")
    {
        Description = "A shell command whose exit code 0 says that the service works. It runs in a second container on the same network (localhost is the service), and is repeated until it passes",
        HelpName = "COMMAND",
    };

    private readonly Option<string?> _checkImage = new("--check-image") { Description = "The image that the check runs in (default: the service's)", HelpName = "IMAGE" };

    private readonly Option<bool> _checkExec = new("--check-exec") { Description = "Run the check in the service's own container; then it is recorded too" };

    private readonly Option<string?> _steps = new("--steps")
    {
        Description = $"The steps to do, such as stop,kill or +disk,-idle: {string.Join(", ", RehearsalStep.All.Where(step => step.Kind != StepKind.NextImage).Select(step => step.Name))}",
        HelpName = "LIST",
    };

    private readonly Option<string?> _nextImage = new("--next-image") { Description = "Also start this image on the same data", HelpName = "IMAGE" };

    private readonly Option<string[]> _allow = new("--allow")
    {
        Description = $"What the stand-in may reach that is yours: {string.Join(", ", Allowance.All)}",
        HelpName = "WHAT",
    };

    private readonly Option<string?> _compose = new("--compose") { Description = "Take the arguments from a service of this Compose file; give the service's name in their place", HelpName = "FILE" };

    private readonly Option<bool> _learn = new("--learn") { Description = "Add what is refused to the tracefile, marked as learned, and repeat until nothing is refused" };

    private readonly Option<bool> _exact = new("--exact") { Description = "Allow only what was recorded, without the calls that follow from it (kin)" };

    private readonly Option<int> _rounds = WholeNumber.Option("--rounds", "With --learn: the most rounds", 10, 1, MaxRounds);

    private readonly Option<int> _limit = WholeNumber.Option("--step-timeout", "How many seconds a step may take", 60, 1, MaxSeconds);

    private readonly Option<int> _idle = WholeNumber.Option("--idle", "How many seconds the service is left alone", 5, 0, MaxSeconds);

    /// <summary>Adds the options to a command.</summary>
    public void AddTo(Command command)
    {
        foreach (var option in (Option[])[_check, _checkImage, _checkExec, _steps, _nextImage, _allow, _compose, _learn, _rounds, _exact, _limit, _idle])
        {
            command.Add(option);
        }

        _allow.CompletionSources.Add([.. Allowance.All]);
    }

    /// <summary>Reads them, and the arguments of <c>docker run</c>.</summary>
    /// <param name="result">The command line.</param>
    /// <param name="typed">The arguments; a leading <c>docker run</c> is understood.</param>
    /// <param name="probe">What is recorded.</param>
    /// <param name="cancellation">Stops the questions to the client.</param>
    /// <exception cref="CtraceException">Usage: something does not go together, or would reach what is the user's.</exception>
    public async Task<RehearsalSettings> ReadAsync(ParseResult result, IReadOnlyList<string> typed, ProbeOptions probe, CancellationToken cancellation)
    {
        var (check, image, inside, next) = (result.GetValue(_check), result.GetValue(_checkImage), result.GetValue(_checkExec), result.GetValue(_nextImage));
        if (check is null && (image is not null || inside))
        {
            throw new CtraceException(FailureKind.Usage, "--check-image and --check-exec say where the check runs, and there is none", "give --check");
        }

        if (image is not null && inside)
        {
            throw new CtraceException(FailureKind.Usage, "--check-exec runs the check in the service's own container, which has its own image", "leave out --check-image");
        }

        result.RequireWith(_rounds, _learn.Name, result.GetValue(_learn));
        var steps = RehearsalStep.Parse(result.GetValue(_steps)).ToHashSet();
        if (next is null && steps.Contains(StepKind.NextImage))
        {
            throw new CtraceException(FailureKind.Usage, "the step next-image needs another image", "give --next-image");
        }

        if (next is not null)
        {
            steps.Add(StepKind.NextImage);
        }

        var allowed = Allowance.Parse(result.GetValue(_allow) ?? []);
        var (options, words) = result.GetValue(_compose) is { } file ? ReadService(result, file, typed) : await ReadWordsAsync(typed, cancellation);
        return words is not [{ Length: > 0 }, ..] ? throw new CtraceException(FailureKind.Usage, "there is no image among the arguments", "give what you would type after 'docker run'")
            : new RehearsalSettings
            {
                Options = StandInOptions.Of(options, allowed),
                ImageAndCommand = words,
                Allowed = allowed,
                Steps = steps,
                Check = check,
                CheckImage = image,
                CheckInside = inside,
                NextImage = next,
                StepLimit = TimeSpan.FromSeconds(result.GetValue(_limit)),
                Idle = TimeSpan.FromSeconds(result.GetValue(_idle)),
                Rounds = result.GetValue(_learn) ? result.GetValue(_rounds) : 1,
                Arguments = probe.Arguments,
                Exact = result.GetValue(_exact),
                Probe = probe,
            };
    }

    private static async Task<(IReadOnlyList<RunOption> Options, IReadOnlyList<string> ImageAndCommand)> ReadWordsAsync(IReadOnlyList<string> typed, CancellationToken cancellation)
    {
        var flags = await RunFlags.ReadAsync(DockerClient.FromEnvironment(), cancellation);
        var arguments = await RunArguments.ReadAsync(RunArguments.WithoutCommand(typed), flags, cancellation);
        return (arguments.Given, arguments.ImageAndCommand);
    }

    private static (IReadOnlyList<RunOption> Options, IReadOnlyList<string> ImageAndCommand) ReadService(ParseResult result, string file, IReadOnlyList<string> typed)
    {
        if (typed is not [var service])
        {
            throw new CtraceException(FailureKind.Usage, "--compose takes the name of one service, and no arguments of 'docker run'", "ctrace rehearse -o web.trace --compose compose.yml web");
        }

        var directory = Path.GetDirectoryName(Path.GetFullPath(file))!;
        var beside = Path.Combine(directory, ".env");
        var variables = File.Exists(beside) ? ComposeEnvironment.Read(TextInput.Read(beside), beside, Environment.GetEnvironmentVariable) : Environment.GetEnvironmentVariable;
        var project = variables("COMPOSE_PROJECT_NAME") is { Length: > 0 } given ? given : Path.GetFileName(directory);
        var read = ComposeService.Of(YamlInput.Read(file).Text, file, service, project, directory, variables);
        if (read.Ignored.Length > 0)
        {
            result.Tell($"the stand-in does without what {file} says in {string.Join(", ", read.Ignored)}");
        }

        return (read.Options, read.ImageAndCommand);
    }
}
