using System.Globalization;
using Ctrace.Core.Traces;

namespace Ctrace.Core.Tracefiles;

/// <summary>The sections FILES, LINKS, NETWORKS, SIGNALS and MOUNTS, to lines and back.</summary>
internal sealed class TracefileResources
{
    public const string Files = "FILES";
    public const string Links = "LINKS";
    public const string Networks = "NETWORKS";
    public const string Signals = "SIGNALS";
    public const string Mounts = "MOUNTS";

    private const string AnyFile = "*", AnyDirectory = "*/";

    private static readonly MountKind[] Kinds = Enum.GetValues<MountKind>();

    private readonly ResourcesBuilder _builder = new();

    /// <summary>What the lines read so far said.</summary>
    public Resources Build() => _builder.Build();

    /// <summary>The sections, in the order in which they are written, with their lines.</summary>
    public static IEnumerable<(string Section, IEnumerable<string> Lines)> Write(Resources resources) =>
    [
        (Files, resources.Files.Select(file => $"{FileModeLetters.Of(file.Value)}{Suffix(file.Key.Scope)} {TracefileText.Escape(file.Key.Path)}")),
        (Links, resources.Links.Select(link => $"{TracefileText.EscapeField(link.Path)} {TracefileText.EscapeField(link.Target)}")),
        (Networks, resources.Networks.Select(network => $"{network.Family} {network.Type}")),
        (Signals, resources.Signals),
        (Mounts, resources.Mounts.Select(mount => string.Join(' ', Word(mount.Kind), mount.Flags.ToString("x", null),
            TracefileText.EscapeField(mount.Type), TracefileText.EscapeField(mount.Target), TracefileText.EscapeField(mount.Source)))),
    ];

    /// <summary>How to read a line of a section, and what it should look like; null when the section is another's.</summary>
    public (Func<string, bool> TryRead, string Expected)? Reader(string section) => section switch
    {
        Files => (TryReadFile, "modes (r w a k m x, then * or */ for all of a directory) and an absolute path"),
        Links => (TryReadLink, "two absolute paths"),
        Networks => (TryReadNetwork, "an address family and a type"),
        Signals => (TryReadSignal, "a signal (term, rtmin+3, exists, ...)"),
        Mounts => (TryReadMount, "a kind of mount, flags, a type, a target and a source (- for none)"),
        _ => null,
    };

    private static string Word(MountKind kind) => kind.ToString().ToLowerInvariant();

    private static string Suffix(FileScope scope) => scope switch { FileScope.Files => AnyFile, FileScope.Directories => AnyDirectory, _ => "" };

    private bool TryReadFile(string line)
    {
        var end = line.IndexOf(' ', StringComparison.Ordinal);
        if (end < 0)
        {
            return false;
        }

        var letters = line.AsSpan(0, end);
        var scope = letters.EndsWith(AnyDirectory) ? FileScope.Directories : letters.EndsWith(AnyFile) ? FileScope.Files : FileScope.One;
        if (!FileModeLetters.TryRead(letters[..^Suffix(scope).Length], out var modes) || !TracefileText.TryUnescape(line.AsSpan(end).TrimStart(' '), out var path)
            || !FileName.IsPath(path) || (scope != FileScope.One && !path.EndsWith('/')))
        {
            return false;
        }

        _builder.AddFile(new FileName(path, scope), modes);
        return true;
    }

    private bool TryReadLink(string line)
    {
        if (!TryFields(line, 2, out var fields) || !fields.All(FileName.IsPath))
        {
            return false;
        }

        _builder.AddLink(new FileLink(fields[0], fields[1]));
        return true;
    }

    private bool TryReadNetwork(string line)
    {
        if (!TryFields(line, 2, out var fields) || !fields.All(field => KernelName.IsValid(field)))
        {
            return false;
        }

        _builder.AddNetwork(new NetworkUse(fields[0], fields[1]));
        return true;
    }

    private bool TryReadSignal(string line)
    {
        var known = Linux.Signals.IsName(line);
        if (known)
        {
            _builder.AddSignal(line);
        }

        return known;
    }

    private bool TryReadMount(string line)
    {
        if (!TryFields(line, 5, out var fields) || !Array.Exists(Kinds, kind => Word(kind) == fields[0])
            || !uint.TryParse(fields[1], NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var flags) || !FileName.IsPath(fields[3]))
        {
            return false;
        }

        _builder.AddMount(new MountUse(Array.Find(Kinds, kind => Word(kind) == fields[0]), fields[3], fields[4], fields[2], flags));
        return true;
    }

    private static bool TryFields(string line, int count, out string[] fields)
    {
        fields = line.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        for (var i = 0; i < fields.Length; i++)
        {
            if (!TracefileText.TryUnescapeField(fields[i], out fields[i]))
            {
                return false;
            }
        }

        return fields.Length == count;
    }
}
