using System.Text.RegularExpressions;

namespace Ctrace.Core.Profiles;

/// <summary>
/// A recorded file's name made to hold in the next run, too: process numbers, terminals and random names of temporary files differ, and a
/// path that a program said may lead through one of the links that distributions have.
/// </summary>
internal static partial class FilePattern
{
    private const string Number = "[0-9]*", Any = "*";

    private static readonly (string Path, string Glob)[] Links =
    [
        ("/bin/", "{,usr/}"), ("/sbin/", "{,usr/}"), ("/lib/", "{,usr/}"), ("/lib32/", "{,usr/}"), ("/lib64/", "{,usr/}"), ("/libx32/", "{,usr/}"),
    ];

    private static readonly string[] Temporary = ["/tmp/", "/var/tmp/", "/dev/shm/"];

    /// <summary>The pattern of a path: globs where a part differs from run to run, literal text all around.</summary>
    public static IReadOnlyList<PatternPart> Of(string path)
    {
        ArgumentNullException.ThrowIfNull(path);
        var parts = new List<PatternPart>();
        path = Start(path, parts);
        var temporary = Temporary.FirstOrDefault(directory => path.StartsWith(directory, StringComparison.Ordinal) && parts.Count == 0);
        var names = path.Split('/');
        for (var i = 0; i < names.Length; i++)
        {
            Literal(parts, i > 0 ? "/" : "");
            Name(parts, names, i, temporary is not null && i == temporary.Split('/').Length - 1);
        }

        return parts;
    }

    /// <summary>What distributions link to one another: written as the program said it, found elsewhere by the kernel.</summary>
    private static string Start(string path, List<PatternPart> parts)
    {
        if (path.StartsWith("/var/run/", StringComparison.Ordinal))
        {
            parts.AddRange([new("/", false), new("{,var/}", true)]);
            return path["/var/".Length..];
        }

        foreach (var (link, glob) in Links)
        {
            if (path.StartsWith(link, StringComparison.Ordinal))
            {
                parts.AddRange([new("/", false), new(glob, true)]);
                return path[1..];
            }
        }

        return path;
    }

    private static void Name(List<PatternPart> parts, string[] names, int at, bool temporary)
    {
        var name = names[at];
        var isNumber = name.Length > 0 && !name.AsSpan().ContainsAnyExceptInRange('0', '9');
        if (isNumber && (names is ["", "proc", ..] || (names is ["", "dev", "pts", _] && at == 3)))
        {
            Glob(parts, Number);
        }
        else if (Unnamed().IsMatch(name))
        {
            // O_TMPFILE: the name is the inode's number (fs/dcache.c, d_mark_tmpfile)
            Literal(parts, "#");
            Glob(parts, Number);
        }
        else if (temporary && Random(name) is { } random)
        {
            Literal(parts, name[..random.Index]);
            Glob(parts, random.Glob);
            Literal(parts, name[(random.Index + random.Length)..]);
        }
        else
        {
            Literal(parts, name);
        }
    }

    /// <summary>
    /// The part of a temporary file's name that a program made up: six characters and more of which some are digits or
    /// both cases occur, as mkstemp(3) and its kin make them (Python's are lower case), or a number behind a dot, a hyphen or an underscore.
    /// </summary>
    private static (int Index, int Length, string Glob)? Random(string name)
    {
        if (Numbered().Match(name) is { Success: true, Groups: var numbered })
        {
            return (numbered[1].Index, numbered[1].Length, Number);
        }

        foreach (Match word in Words().Matches(name))
        {
            var text = word.Groups["made"].ValueSpan;
            var digits = text.ContainsAnyInRange('0', '9');
            var lower = text.ContainsAnyInRange('a', 'z');
            var upper = text.ContainsAnyInRange('A', 'Z');
            if ((digits && (lower || upper)) || (lower && upper))
            {
                return (word.Groups["made"].Index, word.Groups["made"].Length, Any);
            }
        }

        return null;
    }

    private static void Literal(List<PatternPart> parts, string text)
    {
        if (parts is [.., { IsGlob: false } last])
        {
            parts[^1] = last with { Text = last.Text + text };
        }
        else if (text.Length > 0)
        {
            parts.Add(new PatternPart(text, false));
        }
    }

    private static void Glob(List<PatternPart> parts, string glob) => parts.Add(new PatternPart(glob, true));

    [GeneratedRegex(@"^#[0-9]+\z")]
    private static partial Regex Unnamed();

    [GeneratedRegex(@"[._-]([0-9]+)(?:\.[a-z]+)?\z")]
    private static partial Regex Numbered();

    [GeneratedRegex(@"^tmp(?<made>[a-z0-9_]{8})\z|(?<![A-Za-z0-9])(?<made>[A-Za-z0-9]{6,})(?![A-Za-z0-9])")]
    private static partial Regex Words();
}

/// <summary>A piece of a <see cref="FilePattern"/>.</summary>
/// <param name="Text">The text, to be taken literally, or a glob as apparmor.d(5) has them.</param>
/// <param name="IsGlob">Which of both.</param>
internal readonly record struct PatternPart(string Text, bool IsGlob);
