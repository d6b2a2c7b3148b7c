namespace Ctrace.Core.Traces;

/// <summary>
/// From files to what was done with them. Where more than <see cref="MostNames"/> files of one
/// directory were read or written, one name stands for all that are there: a set that is united with itself or another is the
/// same in any order.
/// </summary>
public sealed class FileSet : TraceMap<FileName, FileModes, FileSet>
{
    /// <summary>How many files, and how many directories, of one directory are named. As NAMES_IN_DIRECTORY in bpf/abi/files.h.</summary>
    public const int MostNames = 128;

    /// <summary>What is executed or mapped is always named: many files that are read allow none to be executed.</summary>
    private const FileModes Named = FileModes.Map | FileModes.Execute;

    private FileSet(SortedMap<FileName, FileModes> map)
        : base(map)
    {
    }

    /// <summary>No file at all.</summary>
    public static FileSet Empty { get; } = new(SortedMap<FileName, FileModes>.Empty);

    /// <summary>What was done with a file that is named so; nothing for any other.</summary>
    public FileModes this[FileName name] => TryGet(name, out var modes) ? modes : FileModes.None;

    /// <summary>Unites many; a name may come more than once.</summary>
    public static FileSet Create(IEnumerable<KeyValuePair<FileName, FileModes>> files)
    {
        ArgumentNullException.ThrowIfNull(files);
        var all = new Dictionary<FileName, FileModes>();
        foreach (var (name, modes) in files)
        {
            all[name] = all.GetValueOrDefault(name) | modes;
        }

        foreach (var directory in all.Keys.Where(name => name.Path != "/" || name.Scope != FileScope.One).ToLookup(name => (name.Directory, name.IsDirectory)))
        {
            Summarize(all, directory.Key.Directory, directory.Key.IsDirectory ? FileScope.Directories : FileScope.Files, [.. directory]);
        }

        return Empty.With(SortedMap<FileName, FileModes>.Create(all.Where(entry => entry.Value != FileModes.None), Empty.Combine));
    }

    /// <summary>The union, with one name for what is too many.</summary>
    public override FileSet Merge(FileSet other)
    {
        ArgumentNullException.ThrowIfNull(other);
        return other.Count == 0 ? this : Count == 0 ? other : Create(this.Concat(other));
    }

    private protected override FileSet With(SortedMap<FileName, FileModes> map) => map.Count == 0 ? Empty : new(map);

    private protected override FileModes Combine(FileModes one, FileModes other) => one | other;

    private static void Summarize(Dictionary<FileName, FileModes> all, string directory, FileScope scope, FileName[] names)
    {
        var whole = new FileName(directory, scope);
        var used = names.Where(name => (all[name] & ~Named) != FileModes.None).ToList();
        if (used.Count <= MostNames && !used.Contains(whole))
        {
            return;
        }

        all[whole] = used.Aggregate(all.GetValueOrDefault(whole), (sum, name) => sum | (all[name] & ~Named));
        foreach (var name in used.Where(name => name != whole))
        {
            all[name] &= Named;
        }
    }
}
