using Ctrace.Core.Traces;

namespace Ctrace.Core.Profiles.SecurityProfilesOperator;

/// <summary>
/// The lists of an AppArmorProfile. What the operator makes of each (internal/pkg/daemon/apparmorprofile/crd2armor): executables <c>ixr</c>,
/// libraries <c>mr</c>, read-only <c>r</c> and a denial of <c>wlk</c>, write-only <c>wlk</c> and a denial of <c>r</c>, read-write
/// <c>rwlk</c>. Rules of several lists on one path add up, but for the denials.
/// </summary>
internal sealed class PathLists
{
    private const FileModes Writing = FileModes.Write | FileModes.Append | FileModes.Lock;

    private readonly SortedDictionary<string, FileModes> _modes = new(StringComparer.Ordinal);

    /// <summary>Sorts what recordings used into the lists.</summary>
    public PathLists(Resources used)
    {
        foreach (var (pattern, modes) in FileRules.Of(used))
        {
            foreach (var glob in PathGlob.Of(pattern))
            {
                _modes[glob] = modes | (_modes.TryGetValue(glob, out var known) ? known : FileModes.None);
            }
        }

        foreach (var (glob, modes) in _modes)
        {
            Sort(glob, modes);
        }

        Reconcile();
    }

    public SortedSet<string> Executables { get; } = new(StringComparer.Ordinal);

    public SortedSet<string> Libraries { get; } = new(StringComparer.Ordinal);

    public SortedSet<string> ReadOnly { get; } = new(StringComparer.Ordinal);

    public SortedSet<string> WriteOnly { get; } = new(StringComparer.Ordinal);

    public SortedSet<string> ReadWrite { get; } = new(StringComparer.Ordinal);

    /// <summary>What was locked and not written: only lists of what may be written allow locks.</summary>
    public IEnumerable<string> OnlyLocked => _modes.Where(file => (file.Value & Writing) == FileModes.Lock).Select(file => file.Key);

    /// <summary>What the lists allow to write.</summary>
    public IEnumerable<string> Written => WriteOnly.Concat(ReadWrite);

    /// <summary>
    /// Whether a link is allowed: the permissions on the new name must be among those on the other (security/apparmor/file.c,
    /// profile_path_link).
    /// </summary>
    public bool Allows(FileLink link) => PathGlob.Of(FilePattern.Of(link.Path)).All(path => PathGlob.Of(FilePattern.Of(link.Target)).All(target =>
        (WriteOnly.Contains(path) && (WriteOnly.Contains(target) || ReadWrite.Contains(target))) || (ReadWrite.Contains(path) && ReadWrite.Contains(target))));

    private void Sort(string glob, FileModes modes)
    {
        var isNamed = modes.HasFlag(FileModes.Execute) || modes.HasFlag(FileModes.Map);
        Add(Executables, modes.HasFlag(FileModes.Execute));
        Add(Libraries, modes.HasFlag(FileModes.Map));
        Add(ReadWrite, (modes & Writing) != FileModes.None && (isNamed || modes.HasFlag(FileModes.Read)));
        Add(WriteOnly, (modes & Writing) != FileModes.None && !isNamed && !modes.HasFlag(FileModes.Read));
        Add(ReadOnly, (modes & Writing) == FileModes.None && !isNamed);

        void Add(SortedSet<string> list, bool belongs)
        {
            if (belongs)
            {
                list.Add(glob);
            }
        }
    }

    /// <summary>
    /// Takes a glob off a list that denies what another list allows. What is only read goes to the libraries, the one list that allows reading and
    /// denies nothing; what is only written becomes readable.
    /// </summary>
    private void Reconcile()
    {
        var overlap = new GlobOverlap();
        var readable = new Queue<string>(Executables.Concat(Libraries).Concat(ReadOnly).Concat(ReadWrite));
        while (readable.TryDequeue(out var read))
        {
            foreach (var glob in WriteOnly.Where(glob => Meets(overlap, glob, read)).ToList())
            {
                WriteOnly.Remove(glob);
                ReadWrite.Add(glob);
                readable.Enqueue(glob);
            }
        }

        foreach (var glob in ReadOnly.Where(glob => Written.Any(other => Meets(overlap, glob, other))).ToList())
        {
            ReadOnly.Remove(glob);
            Libraries.Add(glob);
        }
    }

    private static bool Meets(GlobOverlap overlap, string one, string other) => (IsGlob(one) || IsGlob(other)) && overlap.Of(one, other);

    private static bool IsGlob(string text) => text.AsSpan().ContainsAny('*', '?', '{');
}
