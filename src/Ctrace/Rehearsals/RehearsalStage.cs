using Ctrace.Engines.Docker;

namespace Ctrace.Rehearsals;

/// <summary>What all passes of a rehearsal have in common.</summary>
/// <param name="Settings">What the user wants.</param>
/// <param name="Room">Where everything is made.</param>
/// <param name="Client">The engine's client.</param>
/// <param name="Engine">The engine.</param>
/// <param name="Volumes">What the stand-in has mounted.</param>
/// <param name="Check">The check, or null.</param>
/// <param name="StopSignal">The number of the signal that the engine stops it with.</param>
/// <param name="HasVolume">Whether it has a volume.</param>
internal sealed record RehearsalStage(
    RehearsalSettings Settings, RehearsalRoom Room, DockerClient Client, DockerEngine Engine, StandInVolumes Volumes, ServiceCheck? Check, int StopSignal, bool HasVolume)
{
    /// <summary>Makes a stand-in, on new or copied data.</summary>
    /// <param name="rights">What it may do.</param>
    /// <param name="disk">Whether its first volume is a small one.</param>
    /// <param name="cancellation">Stops it.</param>
    public async Task<StandIn> MakeAsync(IReadOnlyList<string> rights, bool disk, CancellationToken cancellation)
    {
        await Volumes.MakeAsync(disk, cancellation);
        return await MakeOnAsync(rights, Settings.ImageAndCommand, cancellation);
    }

    /// <summary>Makes one from the next image, on the data of the last.</summary>
    public Task<StandIn> MakeNextAsync(IReadOnlyList<string> rights, CancellationToken cancellation) =>
        MakeOnAsync(rights, [Settings.NextImage!, .. Settings.ImageAndCommand.Skip(1)], cancellation);

    // What it writes has to be read, wherever the engine would send it.
    private Task<StandIn> MakeOnAsync(IReadOnlyList<string> rights, IReadOnlyList<string> imageAndCommand, CancellationToken cancellation) => StandIn.MakeAsync(Room, Client, Engine,
    [
        .. Settings.Options.Networks.DefaultIfEmpty(Room.Network).Select(network => $"--network={network}"),
        "--log-driver=json-file", "--log-opt=max-size=64m", .. Settings.Options.Kept, .. rights, .. Volumes.Words, .. imageAndCommand,
    ], cancellation);
}
