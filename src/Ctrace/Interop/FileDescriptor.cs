using System.Runtime.InteropServices;

namespace Ctrace.Interop;

/// <summary>An open file descriptor, closed with the handle.</summary>
internal sealed class FileDescriptor() : SafeHandle(invalidHandleValue: -1, ownsHandle: true)
{
    // C returns an int; the upper half of what the marshaller takes for a pointer is not defined.
    public override bool IsInvalid => (int)handle < 0;

    protected override bool ReleaseHandle() => Libc.close((int)handle) == 0;
}
