using Ctrace.Core.Linux;
using Ctrace.Core.Traces;
using FsCheck;
using FsCheck.Fluent;

namespace Ctrace.Core.Tests.Traces;

/// <summary>Any files, networks, signals and mounts: hostile names, crowded directories.</summary>
internal static class ArbitraryResources
{
    private static readonly Gen<string> Component = Gen.OneOf(
        Gen.Elements("a", "b", "ETC", "*", "?", "[x]", "{a,b}", "a b", " ", "\\", "\"", "@{pid}", "#1", "1234", "\n", "\t\r", "\u001b[31m", "é", "\uDCFF", "^", "!", ",", "-", "..."),
        Gen.Choose(1, 255).Where(value => value != '/').Select(value => (byte)value).NonEmptyListOf().Select(bytes => PathText.Decode(bytes.ToArray()))
            .Where(text => text is not ("." or "..")));

    /// <summary>An absolute path; a directory's ends with a slash.</summary>
    public static Gen<string> Path { get; } =
        from parts in Component.ListOf()
        from slash in Gen.Elements("", "/")
        select parts.Count == 0 ? "/" : $"/{string.Join('/', parts)}{slash}";

    private static readonly Gen<FileModes> Modes = Gen.Choose(1, 63).Select(bits => (FileModes)bits);

    private static readonly Gen<KeyValuePair<FileName, FileModes>> File =
        from path in Path
        from scope in Gen.Elements(FileScope.One, FileScope.One, FileScope.Files, FileScope.Directories)
        from modes in Modes
        select KeyValuePair.Create(new FileName(scope == FileScope.One || path.EndsWith('/') ? path : path + "/", scope), modes);

    // More names in one directory than are kept apart.
    private static readonly Gen<IEnumerable<KeyValuePair<FileName, FileModes>>> Crowd =
        from count in Gen.Choose(0, FileSet.MostNames + 5)
        from first in Gen.Choose(0, 10)
        from slash in Gen.Elements("", "/")
        from modes in Modes
        select Enumerable.Range(first, count).Select(number => KeyValuePair.Create(new FileName($"/crowd/{number}{slash}"), modes));

    private static readonly Gen<MountUse> Mount =
        from kind in Gen.Elements(Enum.GetValues<MountKind>())
        from target in Path
        from source in Gen.OneOf(Path, Gen.Elements("", "-", "tmpfs", "a b"))
        from type in Gen.Elements("", "-", "ext4", "a b")
        from flags in Gen.Choose(0, int.MaxValue)
        select new MountUse(kind, target, source, type, (uint)flags);

    private static readonly Gen<FileLink> Link = from path in Path from target in Path select new FileLink(path, target);

    public static Gen<Resources> Any { get; } =
        from files in File.ListOf()
        from crowd in Gen.Frequency((5, Gen.Constant(Enumerable.Empty<KeyValuePair<FileName, FileModes>>())), (1, Crowd))
        from links in Link.ListOf()
        from networks in Gen.Choose(0, 50).Select(number => new NetworkUse(Sockets.Family(number), Sockets.Type(number % 12))).ListOf()
        from signals in Gen.Choose(0, 64).Select(number => Signals.Name(number)!).ListOf()
        from mounts in Mount.ListOf()
        select new Resources
        {
            Files = FileSet.Create(files.Concat(crowd)),
            Links = [.. links],
            Networks = [.. networks],
            Signals = Resources.Empty.Signals.Union(signals),
            Mounts = [.. mounts],
        };
}
