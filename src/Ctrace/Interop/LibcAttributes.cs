using System.Runtime.InteropServices;

namespace Ctrace.Interop;

/// <summary>The C library's calls on extended attributes (xattr(7)).</summary>
internal static partial class Libc
{
    [LibraryImport("libc.so.6", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    internal static partial nint getxattr(string path, string name, Span<byte> value, nuint size);
}
