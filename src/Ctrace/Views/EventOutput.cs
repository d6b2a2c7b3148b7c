using System.Text;
using Ctrace.Core;
using Ctrace.Core.Linux;
using Ctrace.Files;
using Ctrace.Interop;

namespace Ctrace.Views;

/// <summary>
/// Where a live view writes: standard output, standard error, or a file; in pieces, not line by line. By write(2) itself:
/// the class library's console keeps silent when the other end of a pipe is closed, so that a view would never end, and
/// its files write where they believe the end to be, over what a command beside them wrote.
/// </summary>
internal sealed class EventOutput : IDisposable
{
    private const int PieceSize = 1 << 16;
    private static readonly TimeSpan Glance = TimeSpan.FromMilliseconds(1);

    private readonly StringBuilder _text = new();
    private readonly FileDescriptor _file;
    private readonly string _name;

    private EventOutput(FileDescriptor file, string name) => (_file, _name, IsTerminal) = (file, name, Libc.isatty(file) == 1);

    /// <summary>Whether a person reads it as it comes.</summary>
    public bool IsTerminal { get; }

    /// <summary>Whether whoever read it has gone away, so that nobody wants more.</summary>
    public bool IsClosed { get; private set; }

    /// <summary>A file, replaced when it is there; else standard error where a command has standard output for itself.</summary>
    /// <exception cref="CtraceException">CannotCreate, Permission.</exception>
    public static EventOutput Open(string? file, bool besideCommand)
    {
        var opened = file is not null ? AtomicFile.Open(file) : StandardStreams.Duplicate(besideCommand ? StandardStreams.Error : StandardStreams.Output);
        var name = file ?? (besideCommand ? "standard error" : "standard output");
        return opened.IsInvalid ? throw FileFailure.Writing(name, FileFailure.LastError) : new EventOutput(opened, name);
    }

    /// <summary>The terminal's lines and columns; null where it is none, or does not say.</summary>
    public (int Lines, int Columns)? Size =>
        IsTerminal && Libc.ioctl(_file, Libc.TIOCGWINSZ, out var size) == 0 && size is { Rows: > 0, Columns: > 0 } ? (size.Rows, size.Columns) : null;

    /// <summary>Adds a line.</summary>
    public void WriteLine(string line) => Write(line + "\n");

    /// <summary>Adds text.</summary>
    public void Write(string text)
    {
        _text.Append(text);
        if (_text.Length >= PieceSize)
        {
            Flush();
        }
    }

    /// <summary>Writes out what there is.</summary>
    /// <exception cref="CtraceException">InputOutput.</exception>
    public void Flush()
    {
        ReadOnlySpan<byte> left = Encoding.UTF8.GetBytes(_text.ToString());
        _text.Clear();
        while (left.Length > 0 && !IsClosed)
        {
            var written = Libc.write(_file, left, (nuint)left.Length);
            if (written >= 0)
            {
                left = left[(int)written..];
                continue;
            }

            switch (FileFailure.LastError)
            {
                case Errno.EPIPE:
                    IsClosed = true;
                    break;
                case Errno.EINTR:
                    break;
                case Errno.EAGAIN:
                    Thread.Sleep(Glance); // somebody made a shared terminal or pipe non-blocking
                    break;
                case var errno:
                    throw new CtraceException(FailureKind.InputOutput, $"cannot write to {_name}: {FileFailure.Reason(errno)}");
            }
        }
    }

    /// <inheritdoc />
    public void Dispose() => _file.Dispose();
}
