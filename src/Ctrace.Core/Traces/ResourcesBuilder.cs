using Ctrace.Core.Linux;

namespace Ctrace.Core.Traces;

/// <summary>Collects what a container used. It chooses the names of its files freely, so that what is kept can be bounded here.</summary>
/// <param name="limit">How much text is kept, in UTF-16 units; past it, what is new is left out.</param>
internal sealed class ResourcesBuilder(int limit = int.MaxValue)
{
    /// <summary>A limit with which a recording always fits into a tracefile.</summary>
    public const int MaxText = 512 * 1024;

    private readonly Dictionary<FileName, FileModes> _files = [];
    private readonly HashSet<FileLink> _links = [];
    private readonly HashSet<NetworkUse> _networks = [];
    private readonly HashSet<string> _signals = new(StringComparer.Ordinal);
    private readonly HashSet<MountUse> _mounts = [];
    private int _length;

    /// <summary>Whether something was left out.</summary>
    public bool IsIncomplete { get; private set; }

    /// <summary>Adds what was done with a file.</summary>
    /// <exception cref="ArgumentException">It has no absolute path: see <see cref="FileName.IsPath"/>.</exception>
    public void AddFile(FileName file, FileModes modes)
    {
        if (!FileName.IsPath(file.Path) || (file.Scope != FileScope.One && !file.Path.EndsWith('/')))
        {
            throw new ArgumentException("not the path of a file", nameof(file));
        }

        if (_files.TryGetValue(file, out var known) || Fits(file.Path.Length))
        {
            _files[file] = known | modes;
        }
    }

    /// <summary>Adds a name that a file was given.</summary>
    public void AddLink(FileLink link)
    {
        if (!_links.Contains(link) && Fits(link.Path.Length + link.Target.Length))
        {
            _links.Add(link);
        }
    }

    /// <summary>Adds a kind of socket.</summary>
    public void AddNetwork(NetworkUse network) => _networks.Add(network);

    /// <summary>Adds a signal, by its name: see <see cref="Signals"/>.</summary>
    public void AddSignal(string name) => _signals.Add(Signals.IsName(name) ? name : throw new ArgumentException($"not a signal: {name}", nameof(name)));

    /// <summary>Adds something that was done to the mounts.</summary>
    public void AddMount(MountUse mount)
    {
        if (!_mounts.Contains(mount) && Fits(mount.Target.Length + mount.Source.Length + mount.Type.Length))
        {
            _mounts.Add(mount);
        }
    }

    /// <summary>What was added so far.</summary>
    public Resources Build() => new()
    {
        Files = FileSet.Create(_files),
        Links = [.. _links],
        Networks = [.. _networks],
        Signals = Resources.Empty.Signals.Union(_signals),
        Mounts = [.. _mounts],
    };

    private bool Fits(int length)
    {
        const int Line = 16; // what stands beside the text
        if (length + Line > limit - _length)
        {
            IsIncomplete = true;
            return false;
        }

        _length += length + Line;
        return true;
    }
}
