using System.CommandLine;
using System.Globalization;
using Ctrace.Core;
using Ctrace.Probes;
using Ctrace.Views;

namespace Ctrace.Commands.Options;

/// <summary>The options of every live view that say whom to watch: a container, a process, a command, or everything.</summary>
internal sealed class TargetArguments
{
    private readonly Argument<string[]> _command = new(CommandWords.Name)
    {
        Description = "A program to start and watch, and its arguments",
        Arity = ArgumentArity.ZeroOrMore,
    };

    private readonly Option<string?> _container = new("--container") { Description = "Watch a running container, by name or id", HelpName = "NAME" };

    private readonly Option<bool> _follow = new("-f", "--follow")
    {
        Description = "With a process or a command: also watch the children that it starts from now on",
    };

    private readonly Option<bool> _onlyCommand = new("--only-command")
    {
        Description = "Leave out the containers that an engine starts for the command",
    };

    private readonly Option<int[]> _process;

    private readonly bool _followsAlways;

    /// <param name="processOption">How the option that takes a process is called: <c>-p</c>, or <c>-x</c>.</param>
    /// <param name="followsAlways">Whether future children are watched without being asked for.</param>
    public TargetArguments(string processOption = "-p", bool followsAlways = false)
    {
        _followsAlways = followsAlways;
        _container.CompletionSources.AddContainers();
        _process = new(processOption, "--pid")
        {
            Description = "Watch a process, by its id; several: repeat it, or put commas between them",
            HelpName = "PID",
            Arity = ArgumentArity.OneOrMore,
            AllowMultipleArgumentsPerToken = false,
            CustomParser = result =>
            {
                var processes = new SortedSet<int>();
                foreach (var word in result.Tokens.SelectMany(token => token.Value.Split(',')))
                {
                    if (!int.TryParse(word, NumberStyles.None, CultureInfo.InvariantCulture, out var process))
                    {
                        result.AddError($"{processOption} takes a process id, not '{word}'");
                        return null;
                    }

                    processes.Add(process);
                }

                if (processes.Count > Target.MostProcesses)
                {
                    result.AddError($"{processOption} takes up to {Target.MostProcesses} processes, not {processes.Count}");
                }

                return [.. processes];
            },
        };
    }

    /// <summary>Adds them to a command.</summary>
    public void AddTo(Command command)
    {
        command.Add(_command);
        command.Add(_container);
        command.Add(_process);
        command.Add(_onlyCommand);
        if (!_followsAlways)
        {
            command.Add(_follow);
        }
    }

    /// <summary>What was given.</summary>
    /// <exception cref="CtraceException">Usage: more than one of what excludes each other.</exception>
    public Watched Read(ParseResult result)
    {
        var words = result.GetValue(_command) ?? [];
        var watched = new Watched(result.GetValue(_container), result.GetValue(_process) ?? [], _followsAlways || result.GetValue(_follow), result.GetValue(_onlyCommand), words);
        string[] given =
        [
            .. watched.Container is null ? (string[])[] : ["--container"],
            .. watched.ProcessIds.Count == 0 ? (string[])[] : [_process.Name],
            .. words.Length == 0 ? (string[])[] : ["a command"],
        ];
        if (given.Length > 1)
        {
            throw new CtraceException(FailureKind.Usage, $"{given[0]} and {given[1]} exclude each other", "give one of them, or none for the whole system");
        }

        if (watched.OnlyCommand && (watched.Container is not null || watched.ProcessIds.Count > 0))
        {
            throw new CtraceException(FailureKind.Usage, "--only-command goes with a command", "leave it out");
        }

        if (!_followsAlways && watched.Follow && watched is { ProcessIds.Count: 0, Command.Count: 0 })
        {
            throw new CtraceException(FailureKind.Usage, "-f goes with a process or a command", "all processes of a container, or of the system, are watched anyway");
        }

        return watched;
    }
}
