using System.Text;
using Ctrace.Core.Traces;

namespace Ctrace.Core.Tracefiles;

/// <summary>Reads the text of a tracefile (docs/format.md), ours or the first ctrace's. Trusts nothing in it.</summary>
public static class TracefileReader
{
    /// <summary>The largest file that is read, in bytes.</summary>
    public const int MaxSize = 16 * 1024 * 1024;

    /// <summary>
    /// How many lines that are not empty are read: what they say takes some hundred bytes of memory each, however short they are. ctrace writes no
    /// more (<see cref="TraceBounds"/>).
    /// </summary>
    public const int MaxLines = 256 * 1024;

    /// <summary>The longest line that is read, in bytes.</summary>
    public const int MaxLine = 64 * 1024;

    /// <summary>
    /// The newest version of the format that is read here. A file of a newer one is refused, not half read; a file that has
    /// nothing of a newer one is written in an older.
    /// </summary>
    public const int Format = 3;

    /// <summary>Whether a file's first line is that of a tracefile, so that what follows is one, or a damaged one.</summary>
    public static bool BeginsAsTracefile(ReadOnlySpan<byte> content)
    {
        var start = content.TrimStart(" \t\r\n"u8);
        var end = start.IndexOf((byte)'\n');
        return Encoding.ASCII.GetString((end < 0 ? start : start[..end]).TrimEnd(" \t\r"u8)) == TracefileSection.Arch;
    }

    /// <summary>Makes a trace of a file's content.</summary>
    /// <param name="content">All bytes of the file.</param>
    /// <param name="file">The file's name, for messages.</param>
    /// <exception cref="CtraceException">Data: the content is not a tracefile; the message starts with <c>FILE:LINE:</c>.</exception>
    public static Trace Read(ReadOnlySpan<byte> content, string file)
    {
        ArgumentNullException.ThrowIfNull(file);
        if (content.Length > MaxSize)
        {
            throw new CtraceException(FailureKind.Data, $"{file}: expected a tracefile of at most {MaxSize} bytes, found {content.Length} bytes or more",
                "is this a tracefile?");
        }

        return new TracefileParser(file).Parse(content);
    }
}
