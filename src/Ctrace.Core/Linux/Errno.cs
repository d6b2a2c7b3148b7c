namespace Ctrace.Core.Linux;

/// <summary>
/// The errors of Linux by number and name, with what strerror(3) says of them. 1 to 133 are those that programs see
/// (include/uapi/asm-generic/errno-base.h and errno.h); 512 to 531 never leave the kernel, but a tracer meets them at
/// a syscall's exit (include/linux/errno.h). These numbers hold for the architectures of <see cref="Architecture.All"/>.
/// </summary>
internal static partial class Errno
{
    private static readonly Lazy<(NameTable Names, string[] Meanings)> Table = new(Parse);

    /// <summary>All errors by ascending number, an alias after the name that it stands for.</summary>
    public static IEnumerable<(int Number, string Name, string Meaning)> All
    {
        get
        {
            var (names, meanings) = Table.Value;
            return names.Entries.Select((entry, at) => (entry.Number, entry.Name, meanings[at]));
        }
    }

    /// <summary>The name of an error: <c>EPERM</c> for 1. Null when there is none with this (positive) number.</summary>
    public static string? Name(int number) => Table.Value.Names.Name(number);

    /// <summary>The number of a name or an alias (EWOULDBLOCK, EDEADLOCK, ENOTSUP) in any case, or null.</summary>
    public static int? Number(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        return Table.Value.Names.Number(name);
    }

    /// <summary>The meaning, in English: <c>Operation not permitted</c> for 1. Null when there is no such error.</summary>
    public static string? Meaning(int number)
    {
        var (names, meanings) = Table.Value;
        return names.IndexOf(number) is >= 0 and var at ? meanings[at] : null;
    }

    private static (NameTable Names, string[] Meanings) Parse()
    {
        var fields = Array.ConvertAll(ErrnoTable.Errors.Split('\n'), line => line.Split(' ', 3));
        var names = new NameTable(Array.ConvertAll(fields, field => (int.Parse(field[0]), field[1])), StringComparer.OrdinalIgnoreCase);
        return (names, Array.ConvertAll(fields, field => field[2]));
    }
}
