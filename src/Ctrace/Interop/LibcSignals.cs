using System.Runtime.InteropServices;

namespace Ctrace.Interop;

/// <summary>The C library's calls on signals.</summary>
internal static partial class Libc
{
    /// <summary>kill(2): sends a signal.</summary>
    /// <returns>0, or -1 with errno set.</returns>
    [LibraryImport("libc", SetLastError = true)]
    internal static partial int kill(int pid, int sig);
}
