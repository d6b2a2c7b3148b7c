using Ctrace.Core.Linux;
using Ctrace.Core.Traces;

namespace Ctrace.Probes;

/// <summary>What bpf/files.bpf.c had noted when it was read, by slot.</summary>
internal sealed class ResourceUses
{
    private const uint Bind = 0x1000, Move = 0x2000, Remount = 0x20, Propagation = 0x1E0000; // MS_*: include/uapi/linux/mount.h

    private readonly ILookup<uint, KeyValuePair<ResourceKey, uint>> _uses;
    private readonly Func<int, bool> _isIncomplete;

    /// <summary>Keeps what was read.</summary>
    /// <param name="uses">The entries; the values are the files' modes.</param>
    /// <param name="isIncomplete">Whether something of a slot was lost.</param>
    public ResourceUses(IEnumerable<KeyValuePair<ResourceKey, uint>> uses, Func<int, bool> isIncomplete) =>
        (_uses, _isIncomplete) = (uses.ToLookup(use => use.Key.Slot), isIncomplete);

    /// <summary>Adds what belongs to one slot.</summary>
    public void AddTo(int index, TraceBuilder trace)
    {
        var resources = new ResourcesBuilder(ResourcesBuilder.MaxText);
        var incomplete = _isIncomplete(index);
        foreach (var (key, modes) in _uses[(uint)index])
        {
            incomplete |= !TryAdd(resources, key, (FileModes)modes);
        }

        trace.AddResources(resources.Build());
        trace.AddFact(Fact.Files, incomplete || resources.IsIncomplete ? Fact.FilesIncomplete : Fact.FilesRecorded);
    }

    private static bool TryAdd(ResourcesBuilder resources, in ResourceKey key, FileModes modes)
    {
        var texts = Texts(key.Text);
        switch (key.Kind)
        {
            case UseKind.Network:
                resources.AddNetwork(new NetworkUse(Sockets.Family((int)(key.Value >> 16)), Sockets.Type((int)(key.Value & 0xFFFF))));
                return true;
            case UseKind.Signal when Signals.Name((int)key.Value) is { } signal:
                resources.AddSignal(signal);
                return true;
            case UseKind.Link:
                resources.AddLink(new FileLink(KernelPath.Resolve(texts[0]), KernelPath.Resolve(texts[1])));
                return true;
            case UseKind.Mount:
                resources.AddMount(Mount(texts, key.Value));
                return true;
            case UseKind.Umount:
                resources.AddMount(new MountUse(MountKind.Umount, KernelPath.Directory(texts[0]), "", "", key.Value));
                return true;
            case UseKind.Pivot:
                resources.AddMount(new MountUse(MountKind.Pivot, KernelPath.Directory(texts[0]), KernelPath.Directory(texts[1]), "", 0));
                return true;
            case UseKind.MoveMount:
                resources.AddMount(new MountUse(MountKind.Move, KernelPath.Directory(texts[0]), KernelPath.Directory(texts[1]), "", Move));
                return true;
            default:
                return key.Kind <= UseKind.PathEither && TryAddFile(resources, key, texts[0], modes);
        }
    }

    private static bool TryAddFile(ResourcesBuilder resources, in ResourceKey key, string text, FileModes modes)
    {
        var found = key.Kind is UseKind.File or UseKind.Directory;
        var path = found ? text : KernelPath.Resolve(text);
        var directory = path.EndsWith('/') ? path : path + "/";
        if (!FileName.IsPath(path) || modes == FileModes.None || (modes & ~(FileModes)63) != FileModes.None)
        {
            return false;
        }

        if (key.Kind is UseKind.File or UseKind.Path or UseKind.PathEither)
        {
            resources.AddFile(key.Any != 0 ? new FileName(directory, FileScope.Files) : new FileName(path), modes);
        }

        if (key.Kind is UseKind.Directory or UseKind.PathDirectory or UseKind.PathEither)
        {
            resources.AddFile(new FileName(directory, key.Any != 0 ? FileScope.Directories : FileScope.One), modes);
        }

        return true;
    }

    private static MountUse Mount(string[] texts, uint flags)
    {
        var target = KernelPath.Directory(texts[0]);
        return flags switch
        {
            _ when (flags & Remount) != 0 => new(MountKind.Remount, target, "", "", flags),
            _ when (flags & Bind) != 0 => new(MountKind.Bind, target, KernelPath.Directory(texts[1]), "", flags),
            _ when (flags & Propagation) != 0 => new(MountKind.Propagation, target, "", "", flags),
            _ when (flags & Move) != 0 => new(MountKind.Move, target, KernelPath.Directory(texts[1]), "", flags),
            _ => new(MountKind.Mount, target, texts[1], texts[2], flags),
        };
    }

    /// <summary>The texts, of which there are three at most, each with a NUL.</summary>
    private static string[] Texts(ReadOnlySpan<byte> bytes)
    {
        var texts = new string[3];
        for (var i = 0; i < texts.Length; i++)
        {
            var text = bytes.UpToNul();
            texts[i] = PathText.Decode(text);
            bytes = bytes[Math.Min(text.Length + 1, bytes.Length)..];
        }

        return texts;
    }
}
