using Ctrace.Core.Rehearsals;
using Ctrace.Engines.Docker;

namespace Ctrace.Rehearsals;

/// <summary>
/// The user's check: a shell's command in a container of its own beside the service's, in the same network namespace, so that nothing of it is
/// recorded; or in the service's container itself, where it is.
/// </summary>
/// <param name="room">Where its containers are made.</param>
/// <param name="client">The engine's client.</param>
/// <param name="command">For <c>sh -c</c>.</param>
/// <param name="image">The image that has the shell; null: in the service's container.</param>
internal sealed class ServiceCheck(RehearsalRoom room, DockerClient client, string command, string? image)
{
    private const int MaxOutput = 64 << 10; // characters

    /// <summary>Tries it once.</summary>
    /// <param name="container">The service's container.</param>
    /// <param name="cancellation">Ends it.</param>
    public async Task<CheckOutcome> TryAsync(string container, CancellationToken cancellation)
    {
        var name = room.NewName("check");
        string[] words = image is null ? ["exec", container, "sh", "-c", command]
            : ["run", "--rm", "--name", name, "--label", room.LabelWord, $"--network=container:{container}", "--no-healthcheck", "--entrypoint=sh", image, "-c", command];
        try
        {
            var (code, output, _) = await client.CaptureAsync(words, Stream.Null, MaxOutput, cancellation);
            return new CheckOutcome(code, output);
        }
        catch (OperationCanceledException) when (image is not null)
        {
            // The client is dead, and what it has started is not.
            await client.CaptureAsync(["rm", "--force", "--volumes", name], Stream.Null, CancellationToken.None);
            throw;
        }
    }
}
