using Ctrace.Core;
using Ctrace.Core.Rehearsals;
using Ctrace.Engines.Docker;

namespace Ctrace.Rehearsals;

/// <summary>
/// Copies volumes through the engine, whatever their driver: as archives out of one container and into another, neither of which ever runs. Each
/// of the user's volumes is read once; what the passes get are copies of that one copy, so that all begin with the same.
/// </summary>
/// <param name="room">Where the copies are made.</param>
/// <param name="client">The engine's client.</param>
/// <param name="image">An image for the containers.</param>
/// <param name="anySize">Whether a volume may be as large as it is.</param>
internal sealed class VolumeCopies(RehearsalRoom room, DockerClient client, string image, bool anySize)
{
    /// <summary>What a copy may have, in bytes, unless more is allowed: 1 GiB.</summary>
    public const long MaxBytes = 1L << 30;

    private const string Place = "/ctrace-copy";

    private readonly Dictionary<string, string?> _first = new(StringComparer.Ordinal);

    /// <summary>The failure for what is too large.</summary>
    public static CtraceException TooLarge(string what) => Allowance.Refusal(what, "it has more than 1 GiB to copy", Allowance.Volumes);

    /// <summary>Fills a new volume with what one of the user's holds. One that is not there is empty.</summary>
    /// <exception cref="CtraceException">Usage: it is too large.</exception>
    public async Task FillAsync(string source, string target, CancellationToken cancellation)
    {
        if (!_first.TryGetValue(source, out var first))
        {
            _first[source] = first = await ReadAsync(source, cancellation);
        }

        if (first is not null)
        {
            await CopyAsync(first, target, source, cancellation);
        }
    }

    /// <summary>Whether the user has a volume that was asked for.</summary>
    public bool IsThere(string source) => _first.GetValueOrDefault(source) is not null;

    private async Task<string?> ReadAsync(string source, CancellationToken cancellation)
    {
        var (code, _, _) = await client.CaptureAsync(["volume", "inspect", source], Stream.Null, cancellation);
        if (code != 0)
        {
            return null;
        }

        var first = await room.MakeVolumeAsync("first", [], cancellation);
        await CopyAsync(source, first, source, cancellation);
        return first;
    }

    private async Task CopyAsync(string source, string target, string shown, CancellationToken cancellation)
    {
        var from = await MakeAsync($"type=volume,source={source},target={Place},volume-nocopy,readonly", cancellation);
        var to = await MakeAsync($"type=volume,source={target},target={Place},volume-nocopy", cancellation);
        using var reading = client.StartReading(["cp", "--archive", $"{from}:{Place}/.", "-"]);
        try
        {
            await using var bounded = new BoundedStream(reading.StandardOutput.BaseStream, anySize ? long.MaxValue : MaxBytes);
            var (code, _, errors) = await client.CaptureAsync(["cp", "--archive", "-", $"{to}:{Place}"], bounded, cancellation);
            if (bounded.IsExceeded)
            {
                throw TooLarge($"the volume {shown}");
            }

            await reading.WaitForExitAsync(cancellation);
            if (code != 0 || reading.ExitCode != 0)
            {
                throw new CtraceException(FailureKind.Unavailable, $"cannot copy the volume {shown}: {errors.Trim().Split('\n')[^1]}", "try 'docker cp' by hand");
            }
        }
        finally
        {
            if (!reading.HasExited)
            {
                reading.Kill();
            }
        }

        await room.RemoveContainerAsync(from, cancellation);
        await room.RemoveContainerAsync(to, cancellation);
    }

    private Task<string> MakeAsync(string mount, CancellationToken cancellation) =>
        room.MakeContainerAsync("copy", ["--network=none", "--entrypoint=/none", "--mount", mount, image], cancellation);
}
