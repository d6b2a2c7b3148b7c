using System.Runtime.InteropServices;
using Ctrace.Core.Linux;

namespace Ctrace.Interop;

/// <summary>An open file descriptor, closed with the handle.</summary>
internal sealed class FileDescriptor() : SafeHandle(invalidHandleValue: -1, ownsHandle: true)
{
    // C returns an int; the upper half of what the marshaller takes for a pointer is not defined.
    public override bool IsInvalid => (int)handle < 0;

    /// <summary>Writes all of a content, however the kernel divides it.</summary>
    /// <returns>0, or the positive errno.</returns>
    public int WriteAll(ReadOnlySpan<byte> content)
    {
        while (content.Length > 0)
        {
            var written = Libc.write(this, content, (nuint)content.Length);
            if (written < 0 && Marshal.GetLastPInvokeError() is var errno && errno != Errno.EINTR)
            {
                return errno;
            }

            content = content[Math.Max(0, (int)written)..];
        }

        return 0;
    }

    protected override bool ReleaseHandle() => Libc.close((int)handle) == 0;
}
