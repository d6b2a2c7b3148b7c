using System.Runtime.InteropServices;

namespace Ctrace.Interop;

/// <summary>Memory mappings: mmap(2).</summary>
internal static partial class Mman
{
    [LibraryImport("libc.so.6", SetLastError = true)]
    public static partial nint mmap(nint address, nuint length, int protection, int flags, int descriptor, nint offset);

    [LibraryImport("libc.so.6", SetLastError = true)]
    public static partial int munmap(nint address, nuint length);
}
