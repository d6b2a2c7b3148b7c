using System.Buffers;
using System.Text;

namespace Ctrace.Core.Traces;

/// <summary>
/// A program's name as the probes tell it (bpf/lib/program.h): what it was executed by; where that led through a process or a descriptor, the
/// path of the file that ran and, if the program was told another name than that file's, <c>/bin/busybox (as ls)</c>. Such a name is what the
/// container says, and proves nothing: it tells applets of one file apart.
/// </summary>
internal static class ProgramName
{
    private const int MaxClaim = 32;
    private const string Before = " (as ";

    private static readonly SearchValues<byte> Plain = SearchValues.Create([.. Enumerable.Range('!', '~' - '!' + 1).Select(one => (byte)one).Except("()\\\"'<>&"u8.ToArray())]);

    /// <summary>The name in a probe's bytes: a path and, behind its NUL, what the program was told that it is called.</summary>
    public static string Decode(ReadOnlySpan<byte> bytes)
    {
        var end = bytes.IndexOf((byte)0);
        if (end < 0)
        {
            return PathText.Decode(bytes);
        }

        var path = PathText.Decode(bytes[..end]);
        var claim = bytes[(end + 1)..];
        end = claim.IndexOf((byte)0);
        return Claimed(end < 0 ? claim : claim[..end]) is { } name && name != LastPart(path) ? $"{path}{Before}{name})" : path;
    }

    /// <summary>What people may call a program by its whole name: the last part of its path, and the name that it claimed.</summary>
    public static IEnumerable<string> ShortNames(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        var at = name.EndsWith(')') ? name.LastIndexOf(Before, StringComparison.Ordinal) : -1;
        return at < 0 ? [LastPart(name)] : [LastPart(name), LastPart(name[..at]), name[(at + Before.Length)..^1]];
    }

    /// <summary>The last part of argv[0], if it is one that an applet could have (<c>[</c> is one): short, seen, and without what means something around it.</summary>
    private static string? Claimed(ReadOnlySpan<byte> claim)
    {
        var name = claim[(claim.LastIndexOf((byte)'/') + 1)..];
        return name.Length is > 0 and <= MaxClaim && !name.ContainsAnyExcept(Plain) ? Encoding.ASCII.GetString(name) : null;
    }

    private static string LastPart(string path) => path[(path.LastIndexOf('/') + 1)..];
}
