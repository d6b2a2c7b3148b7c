using Ctrace.Core.Linux;
using Ctrace.Files;
using Ctrace.Interop;

namespace Ctrace;

/// <summary>Writes to a descriptor by write(2). A reader that has gone away (<c>| head</c>) has seen enough, and is no error.</summary>
internal sealed class DescriptorStream(FileDescriptor descriptor) : Stream
{
    public override bool CanRead => false;

    public override bool CanSeek => false;

    public override bool CanWrite => true;

    public override long Length => throw new NotSupportedException();

    public override long Position { get => throw new NotSupportedException(); set => throw new NotSupportedException(); }

    public override void Write(byte[] buffer, int offset, int count) => Write(buffer.AsSpan(offset, count));

    public override void Write(ReadOnlySpan<byte> buffer)
    {
        if ((descriptor.IsInvalid ? Errno.EBADF : descriptor.WriteAll(buffer)) is not (0 or Errno.EPIPE) and var errno)
        {
            throw new IOException(FileFailure.Reason(errno));
        }
    }

    public override void Flush()
    {
    }

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            descriptor.Dispose();
        }

        base.Dispose(disposing);
    }
}
