using System.Text;
using Ctrace.Core.Linux;
using Ctrace.Files;
using Ctrace.Interop;

namespace Ctrace;

/// <summary>
/// Where diagnostics go. What cannot be written there (a full disk, a closed descriptor) cannot be told anywhere: it is left
/// out, and changes neither what is done nor the exit code. Each text is written whole, so that lines of several threads do not mix.
/// </summary>
internal sealed class StandardError(FileDescriptor descriptor) : TextWriter
{
    private static readonly TimeSpan Glance = TimeSpan.FromMilliseconds(1);

    private readonly Lock _gate = new();

    public StandardError()
        : this(StandardStreams.Duplicate(StandardStreams.Error))
    {
    }

    public override Encoding Encoding => Encoding.UTF8;

    public override void Write(char value) => Write([value]);

    public override void Write(char[] buffer, int index, int count) => Write(buffer.AsSpan(index, count));

    public override void Write(string? value) => Write(value.AsSpan());

    public override void WriteLine(string? value) => Write($"{value}\n");

    public override void Write(ReadOnlySpan<char> buffer)
    {
        var bytes = new byte[Encoding.GetMaxByteCount(buffer.Length)];
        var left = bytes.AsSpan(0, Encoding.GetBytes(buffer, bytes));
        lock (_gate)
        {
            while (!left.IsEmpty && !descriptor.IsInvalid)
            {
                var written = Libc.write(descriptor, left, (nuint)left.Length);
                if (written >= 0)
                {
                    left = left[(int)written..];
                }
                else if (FileFailure.LastError == Errno.EAGAIN)
                {
                    Thread.Sleep(Glance); // somebody made a shared terminal or pipe non-blocking
                }
                else if (FileFailure.LastError != Errno.EINTR)
                {
                    return;
                }
            }
        }
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            descriptor.Dispose();
        }

        base.Dispose(disposing);
    }
}
