using System.Globalization;
using Ctrace.Core;
using Ctrace.Core.Rehearsals;
using Ctrace.Core.Traces;
using Ctrace.Engines.Docker;
using Ctrace.Files;
using Ctrace.Interop;

namespace Ctrace.Rehearsals;

/// <summary>
/// What a stand-in has mounted in the place of the user's: copies of volumes, new ones, and throw-away layers above directories, for which the engine's
/// local driver mounts an overlay file system.
/// </summary>
/// <param name="room">Where they are made.</param>
/// <param name="client">The engine's client.</param>
/// <param name="copies">Copies volumes.</param>
/// <param name="mounts">What the user asks for.</param>
/// <param name="allowed">What may be used as it is.</param>
internal sealed class StandInVolumes(RehearsalRoom room, DockerClient client, VolumeCopies copies, IReadOnlyList<StandInMount> mounts, IReadOnlySet<string> allowed)
{
    private readonly List<string> _made = [];

    /// <summary>What was made last: options of <c>docker create</c>.</summary>
    public IReadOnlyList<string> Words { get; private set; } = [];

    /// <summary>What is in it: nothing at all where nothing is mounted that may be written to.</summary>
    public DataState Data { get; private set; } = DataState.None;

    /// <summary>The volume that was made to be filled up; null when none was.</summary>
    public FullDisk? Disk { get; private set; }

    /// <summary>Refuses at once what no stand-in could have.</summary>
    /// <exception cref="CtraceException">Usage, NoInput.</exception>
    public static void Check(IReadOnlyList<StandInMount> mounts, IReadOnlySet<string> allowed)
    {
        foreach (var mount in mounts.Where(mount => mount.Kind == MountOrigin.Bind))
        {
            _ = BindSource.Of(mount, allowed);
        }
    }

    /// <summary>Makes them anew: <see cref="Words"/>.</summary>
    /// <param name="disk">Whether the first volume is a small one in memory.</param>
    /// <param name="cancellation">Stops it.</param>
    public async Task MakeAsync(bool disk, CancellationToken cancellation)
    {
        var words = new List<string>();
        string? scratch = null;
        (Disk, Data) = (null, mounts.Any(mount => !mount.ReadOnly) ? DataState.Unknown : DataState.None);
        foreach (var mount in mounts)
        {
            var mounted = mount.Kind switch
            {
                not MountOrigin.Bind when disk && Disk is null => $"type=volume,source={(Disk = await MakeDiskAsync(cancellation)).Name},volume-nocopy",
                MountOrigin.Bind => await MakeBindAsync(mount, scratch ??= await MakeScratchAsync(cancellation), cancellation),
                MountOrigin.Volume => $"type=volume,source={await CopyAsync(mount.Source, cancellation)}",
                _ => $"type=volume,source={await MakeAsync("volume", [], cancellation)}",
            };
            Data |= mount.ReadOnly ? DataState.Unknown : IsNew(mount) ? DataState.New : DataState.Used;
            words.Add($"--mount={mounted},target={mount.Target}{(mount.ReadOnly ? ",readonly" : "")}");
        }

        Words = words;
    }

    private bool IsNew(StandInMount mount) => mount.Kind switch
    {
        MountOrigin.Bind => BindSource.Of(mount, allowed).Kind == BindKind.Missing,
        MountOrigin.Volume => !copies.IsThere(mount.Source),
        _ => true,
    };

    /// <summary>Takes away what was made last.</summary>
    public async Task RemoveAsync(CancellationToken cancellation)
    {
        await room.RemoveVolumesAsync(_made, cancellation);
        _made.Clear();
    }

    private async Task<string> MakeAsync(string role, IReadOnlyList<string> options, CancellationToken cancellation)
    {
        var name = await room.MakeVolumeAsync(role, options, cancellation);
        _made.Add(name);
        return name;
    }

    private async Task<string> CopyAsync(string source, CancellationToken cancellation)
    {
        var name = await MakeAsync("volume", [], cancellation);
        await copies.FillAsync(source, name, cancellation);
        return name;
    }

    private async Task<FullDisk> MakeDiskAsync(CancellationToken cancellation)
    {
        var name = await MakeAsync("disk", ["--opt", "type=tmpfs", "--opt", "device=tmpfs", "--opt", string.Create(CultureInfo.InvariantCulture, $"o=size={FullDisk.Size}")], cancellation);
        return new FullDisk(name, await PathAsync(name, cancellation));
    }

    /// <summary>A directory on the engine's own file system, where upper layers can be: a volume's.</summary>
    private async Task<string> MakeScratchAsync(CancellationToken cancellation) => await PathAsync(await MakeAsync("layers", [], cancellation), cancellation);

    private async Task<string> PathAsync(string volume, CancellationToken cancellation)
    {
        var path = (await client.RunAsync(["volume", "inspect", "--format", "{{.Mountpoint}}", volume], null, cancellation)).Trim();
        return Directory.Exists(path) && path.AsSpan().IndexOfAny(",:\\\"") < 0 ? path
            : throw new CtraceException(FailureKind.Unavailable, $"the engine's volumes are not to be found here ({path})", "run ctrace where the engine runs");
    }

    private async Task<string> MakeBindAsync(StandInMount mount, string scratch, CancellationToken cancellation)
    {
        var source = BindSource.Of(mount, allowed);
        switch (source.Kind)
        {
            case BindKind.AsItIs:
                return $"type=bind,source={source.Path}";
            case BindKind.Missing:
                return $"type=volume,source={await MakeAsync("volume", [], cancellation)}";
            case BindKind.File:
                var copy = $"{scratch}/file-{_made.Count}-{Guid.NewGuid():N}";
                CopyFile(source, copy);
                return $"type=bind,source={copy}";
            default:
                var layer = $"{scratch}/layer-{_made.Count}";
                MakeDirectory($"{layer}-upper", source.Status);
                MakeDirectory($"{layer}-work", source.Status);
                var name = await MakeAsync("layer",
                    ["--opt", "type=overlay", "--opt", "device=overlay", "--opt", $"o=lowerdir={source.Path},upperdir={layer}-upper,workdir={layer}-work"], cancellation);
                return $"type=volume,source={name},volume-nocopy";
        }
    }

    // The merged directory has the upper one's owner and mode.
    private static void MakeDirectory(string path, FileStatus like)
    {
        Directory.CreateDirectory(path);
        TakeOver(path, like);
    }

    private void CopyFile(BindSource source, string copy)
    {
        if (source.Status.Size > VolumeCopies.MaxBytes && !allowed.Contains(Allowance.Volumes))
        {
            throw VolumeCopies.TooLarge(source.Path);
        }

        try
        {
            File.Copy(source.Path, copy);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw new CtraceException(FailureKind.NoInput, $"cannot copy {source.Path}: {failure.Message}", "", failure);
        }

        TakeOver(copy, source.Status);
    }

    private static void TakeOver(string path, FileStatus like)
    {
        using var file = Libc.open(path, Libc.O_RDONLY | Libc.O_CLOEXEC | Libc.O_NOFOLLOW, 0);
        if (file.IsInvalid || Libc.fchown(file, like.Owner, like.Group) != 0 || Libc.fchmod(file, like.Mode & 0xFFFu) != 0)
        {
            throw FileFailure.Writing(path, FileFailure.LastError);
        }
    }
}
