using System.Collections.Immutable;
using System.Globalization;
using Ctrace.Core;
using Ctrace.Engines.Docker;

namespace Ctrace.Rehearsals;

/// <summary>A container that stands in for the user's, from its making to its removal. It can be started and ended as often as is wanted.</summary>
internal sealed class StandIn
{
    private const int MaxLog = 4 << 20; // characters

    private readonly DockerClient _client;
    private readonly DockerEngine _engine;
    private (int Output, int Errors) _told;

    private StandIn(DockerClient client, DockerEngine engine, string id) => (_client, _engine, Id) = (client, engine, id);

    /// <summary>The stand-in's id.</summary>
    public string Id { get; }

    /// <summary>Makes a stand-in.</summary>
    /// <param name="room">What holds the container.</param>
    /// <param name="client">The engine's client.</param>
    /// <param name="engine">The engine.</param>
    /// <param name="words">Options, image and command.</param>
    /// <param name="cancellation">Stops it.</param>
    public static async Task<StandIn> MakeAsync(RehearsalRoom room, DockerClient client, DockerEngine engine, IEnumerable<string> words, CancellationToken cancellation) =>
        new(client, engine, await room.MakeContainerAsync("service", words, cancellation));

    /// <summary>Starts the stand-in.</summary>
    /// <exception cref="CtraceException">Unavailable: the engine or its runtime cannot.</exception>
    public Task StartAsync(CancellationToken cancellation) => _client.RunAsync(["start", Id], null, cancellation);

    /// <summary>Stops it as the engine does.</summary>
    public Task StopAsync(CancellationToken cancellation) => _client.RunAsync(["stop", Id], null, cancellation);

    /// <summary>Sends a signal to its first process.</summary>
    public Task SignalAsync(int signal, CancellationToken cancellation) =>
        _client.RunAsync(["kill", "--signal", signal.ToString(CultureInfo.InvariantCulture), Id], null, cancellation);

    /// <summary>Waits until it has ended.</summary>
    /// <returns>Its exit code.</returns>
    public async Task<int> WaitAsync(CancellationToken cancellation)
    {
        await _client.RunAsync(["wait", Id], null, cancellation);
        return (await StateAsync(cancellation)).ExitCode;
    }

    /// <summary>How it is doing.</summary>
    public async Task<ContainerState> StateAsync(CancellationToken cancellation) => (await _engine.InspectAsync(Id, cancellation)).State;

    /// <summary>The lines that it has written since this was asked last, those of standard output first; null when there was too much.</summary>
    public async Task<ImmutableArray<string>?> LogAsync(CancellationToken cancellation)
    {
        var (code, output, errors) = await _client.CaptureAsync(["logs", Id], Stream.Null, MaxLog, cancellation);
        if (code != 0 || output.Length >= MaxLog || errors.Length >= MaxLog)
        {
            return null;
        }

        var (written, told) = ((Output: Lines(output), Errors: Lines(errors)), _told);
        _told = (written.Output.Length, written.Errors.Length);
        return [.. written.Output.Skip(told.Output), .. written.Errors.Skip(told.Errors)];
    }

    private static string[] Lines(string text) => text.Split('\n', StringSplitOptions.RemoveEmptyEntries);
}
