using System.Runtime.InteropServices;
using System.Text;

namespace Ctrace.Interop;

/// <summary>
/// The C library's calls that make a listening socket with a mode and in a directory that is open. .NET's own Socket.Bind
/// can do neither, and it deletes by path, whoever's socket has the name by then, when it is closed.
/// </summary>
internal static partial class Libc
{
    // include/linux/socket.h, include/linux/net.h
    internal const ushort AF_UNIX = 1;
    internal const int SOCK_STREAM = 1;
    internal const int SOCK_NONBLOCK = O_NONBLOCK;
    internal const int SOCK_CLOEXEC = O_CLOEXEC;

    [LibraryImport("libc.so.6", SetLastError = true)]
    internal static partial FileDescriptor socket(int domain, int type, int protocol);

    [LibraryImport("libc.so.6", SetLastError = true)]
    internal static partial int bind(FileDescriptor socket, in UnixAddress address, uint length);

    [LibraryImport("libc.so.6", SetLastError = true)]
    internal static partial int listen(FileDescriptor socket, int backlog);

    [LibraryImport("libc.so.6")]
    internal static partial uint geteuid();

    /// <summary><c>struct sockaddr_un</c> (unix(7)).</summary>
    [StructLayout(LayoutKind.Sequential)]
    internal struct UnixAddress
    {
        /// <summary>The longest path, in bytes: one of the 108 is for the NUL.</summary>
        public const int MaxPath = 107;

        private ushort _family;
        private PathOfSocket _path;

        public static UnixAddress Of(string path)
        {
            var address = new UnixAddress { _family = AF_UNIX };
            Encoding.UTF8.GetBytes(path, address._path);
            return address;
        }
    }

    [System.Runtime.CompilerServices.InlineArray(UnixAddress.MaxPath + 1)]
    private struct PathOfSocket
    {
        private byte _first;
    }
}
