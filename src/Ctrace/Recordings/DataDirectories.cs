using Ctrace.Core;
using Ctrace.Core.Traces;
using Ctrace.Engines.Docker;

namespace Ctrace.Recordings;

/// <summary>
/// What the data directories of a <c>docker run</c> hold before it starts: the volumes and directories that its arguments name. The engine
/// makes those that do not exist, and fills new volumes with what the image has there, so that nobody can tell afterwards.
/// </summary>
internal sealed class DataDirectories
{
    private const string Bind = "bind", Volume = "volume";

    private readonly Dictionary<(string Type, string Source), DataState> _before = [];
    private readonly bool _hasOthers;

    private DataDirectories(bool hasOthers) => _hasOthers = hasOthers;

    /// <summary>Looks, before the container is made. What the engine does not tell stays unknown.</summary>
    public static async Task<DataDirectories> LookAsync(DockerEngine engine, RunArguments arguments, CancellationToken cancellation)
    {
        var directories = new DataDirectories(arguments.HasVolumesOfOthers);
        foreach (var (type, source) in arguments.Volumes.Select(OfVolume).Concat(arguments.Mounts.Select(OfMount)).Where(mount => mount.Source.Length > 0).Distinct())
        {
            directories._before[(type, source)] = type == Bind ? State(source) : await StateAsync(engine, source, cancellation);
        }

        return directories;
    }

    /// <summary>What the container found at its start.</summary>
    /// <param name="container">It, as the engine has made it; null when that is not known.</param>
    public DataState Of(Container? container)
    {
        if (container is null)
        {
            return DataState.Unknown;
        }

        var data = container.Mounts.Where(mount => mount.IsWritable && (mount.Type == Volume || (mount.Type == Bind && Directory.Exists(mount.Source)))).ToList();
        return data.Count == 0 ? DataState.None : data.Aggregate(DataState.Unknown, (all, mount) => all | Of(mount));
    }

    /// <summary>A volume that nobody named is the container's own, and new, unless it came from another container.</summary>
    private DataState Of(ContainerMount mount) => mount.Type == Bind
        ? _before.GetValueOrDefault((Bind, Path.TrimEndingDirectorySeparator(mount.Source)))
        : _before.TryGetValue((Volume, mount.Name), out var state) ? state : _hasOthers ? DataState.Unknown : DataState.New;

    /// <summary><c>SOURCE:TARGET[:OPTIONS]</c>, or a target alone: docker/cli, cli/compose/loader/volume.go.</summary>
    private static (string Type, string Source) OfVolume(string volume) =>
        volume.Split(':') is [var source, _, ..] && source.Length > 0 ? source[0] is '/' or '.' or '~' ? (Bind, Full(source)) : (Volume, source) : ("", "");

    /// <summary><c>type=bind,source=PATH,target=PATH</c>: docker/cli, opts/mount.go.</summary>
    private static (string Type, string Source) OfMount(string mount)
    {
        var (type, source) = (Volume, "");
        foreach (var field in mount.Split(','))
        {
            var parts = field.Split('=', 2);
            type = parts is ["type", var kind] ? kind.ToLowerInvariant() : type;
            source = parts is ["source" or "src", var place] ? place : source;
        }

        return type switch
        {
            Bind when source.Length > 0 => (Bind, Full(source)),
            Volume => (Volume, source),
            _ => ("", ""),
        };
    }

    private static string Full(string path) => Path.TrimEndingDirectorySeparator(Path.GetFullPath(path));

    private static async Task<DataState> StateAsync(DockerEngine engine, string volume, CancellationToken cancellation)
    {
        try
        {
            return await engine.FindVolumeAsync(volume, cancellation) switch
            {
                null => DataState.New,
                "" => DataState.Unknown,
                // An engine in another mount namespace has it where nobody sees it here.
                var place => Directory.Exists(place) ? State(place) : DataState.Unknown,
            };
        }
        catch (CtraceException)
        {
            return DataState.Unknown;
        }
    }

    private static DataState State(string directory)
    {
        try
        {
            return !Directory.Exists(directory) ? DataState.New
                : Directory.EnumerateFileSystemEntries(directory, "*", new EnumerationOptions { AttributesToSkip = 0, IgnoreInaccessible = false }).Any() ? DataState.Used
                : DataState.New;
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            return DataState.Unknown;
        }
    }
}
