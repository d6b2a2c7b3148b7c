using System.CommandLine;
using Ctrace.Core;
using Ctrace.Engines.Docker;

namespace Ctrace.Commands.Options;

/// <summary>What is typed in front of an image without a <c>--</c>: options of ctrace's command, and those of the installed client's 'docker run'.</summary>
internal static class TypedRunOptions
{
    /// <summary>Refuses what neither has. Behind a <c>--</c> nothing is looked at: a newer client may know it.</summary>
    /// <exception cref="CtraceException">Usage: there is no such option. Unavailable: there is no client to ask.</exception>
    public static Task RequireKnownAsync(ParseResult result, CancellationToken cancellation) => RequireKnownAsync(result, DockerClient.FromEnvironment, cancellation);

    /// <inheritdoc cref="RequireKnownAsync(ParseResult, CancellationToken)"/>
    public static async Task RequireKnownAsync(ParseResult result, Func<DockerClient> client, CancellationToken cancellation)
    {
        string[] words = [.. CommandWords.Open(result).Where(word => word.Argument == CommandWords.DockerRun).Select(word => word.Word)];
        if (CommandWords.TakesFiles(result) || !words.Any(word => word is ['-', _, ..]))
        {
            return;
        }

        var flags = await RunFlags.ReadAsync(client(), cancellation);
        var command = result.CommandResult.Command;
        foreach (var option in (await RunArguments.ReadAsync(RunArguments.WithoutCommand(words), flags, cancellation)).Given)
        {
            if (await flags.KindAsync(option.Name, cancellation) == RunFlag.Unknown)
            {
                var closest = option.Name.Length == "-x".Length ? null : Spelling.ClosestName(option.Name, CommandWords.Options(command).Concat(flags.Names));
                throw new CtraceException(FailureKind.Usage, $"neither 'ctrace {command.Name}' nor 'docker run' has an option '{option.Name}'",
                    closest is null ? "what is for 'docker run' alone stands behind --" : $"did you mean '{closest}'?");
            }
        }
    }
}
