using System.Net.Sockets;
using System.Text;
using Ctrace.Core;
using Ctrace.Core.Linux;
using Ctrace.Files;
using Ctrace.Interop;

namespace Ctrace.Status;

/// <summary>
/// The socket that a daemon listens on: mode 0600, in a directory that nobody else can write to. What a killed daemon left is
/// replaced, a living one's socket never, and nothing but a socket.
/// </summary>
internal sealed class StatusSocket : IDisposable
{
    /// <summary>Where it is unless the user says otherwise.</summary>
    public const string DefaultPath = "/run/ctrace/ctrace.sock";

    private const uint DirectoryMode = 0x1C0;
    private const uint SocketMode = 0x180;
    private const int WritableByOthers = 0x12;
    private const int Backlog = 64;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(1);

    private readonly OpenDirectory _directory;
    private readonly string _name;
    private readonly ulong _inode;

    private StatusSocket(OpenDirectory directory, string name, Socket listener, ulong inode) =>
        (_directory, _name, Listener, _inode) = (directory, name, listener, inode);

    /// <summary>The socket that listens.</summary>
    public Socket Listener { get; }

    /// <summary>Makes it; its directory too, if that is not there.</summary>
    /// <exception cref="CtraceException">
    /// Unavailable: another daemon answers there. CannotCreate, Permission: it cannot be made, or not safely. Usage: the path is too long.
    /// </exception>
    public static StatusSocket Listen(string path)
    {
        var name = Path.GetFileName(path);
        if (name is "" or "." or ".." || Encoding.UTF8.GetByteCount(path) > Libc.UnixAddress.MaxPath)
        {
            throw new CtraceException(FailureKind.Usage, $"cannot make a socket '{path}': its path must have a name, and at most {Libc.UnixAddress.MaxPath} bytes");
        }

        var directory = OpenSafe(Path.GetDirectoryName(path) is { Length: > 0 } parent ? parent : ".", path);
        try
        {
            // Held only until it listens: from then on it answers for itself.
            using var turn = TakeTurn(directory, path);
            RemoveDead(directory, name, path);
            var listener = Bind(directory, name, path, out var inode);
            return new StatusSocket(directory, name, listener, inode);
        }
        catch
        {
            directory.Dispose();
            throw;
        }
    }

    public void Dispose()
    {
        // Whoever removed ours may have made another's.
        if (_directory.Find(_name, out _) is { } found && found.Inode == _inode)
        {
            _ = Libc.unlinkat(_directory.Descriptor, _name, 0);
        }

        Listener.Dispose();
        _directory.Dispose();
    }

    private static OpenDirectory OpenSafe(string parent, string path)
    {
        _ = Libc.mkdir(parent, DirectoryMode);
        var directory = OpenDirectory.TryOpen(parent, out var errno) ?? throw FileFailure.Writing(path, errno);
        if (OpenFile.Status(directory.Descriptor) is { } status && (status.Owner == 0 || status.Owner == Libc.geteuid()) && (status.Mode & WritableByOthers) == 0)
        {
            return directory;
        }

        directory.Dispose();
        throw new CtraceException(FailureKind.CannotCreate, $"cannot make a socket in {parent}: others can write to it", "name one in a directory of root's own with --socket");
    }

    /// <summary>One daemon at a time looks whether a socket is dead. Anyone who can read the directory can hold the lock, so that there is an end to waiting.</summary>
    private static FileDescriptor TakeTurn(OpenDirectory directory, string path)
    {
        var turn = Libc.openat(directory.Descriptor, ".", Libc.O_RDONLY | Libc.O_DIRECTORY | Libc.O_CLOEXEC, 0);
        for (var tries = 0; Libc.flock(turn, Libc.LOCK_EX | Libc.LOCK_NB) != 0; tries++)
        {
            if (tries == 50)
            {
                turn.Dispose();
                throw new CtraceException(FailureKind.Unavailable, $"cannot make the socket {path}: another process has locked its directory", "name another with --socket");
            }

            Thread.Sleep(20);
        }

        return turn;
    }

    private static void RemoveDead(OpenDirectory directory, string name, string path)
    {
        var found = directory.Find(name, out var errno);
        if (found is null)
        {
            if (errno != Errno.ENOENT)
            {
                throw FileFailure.Writing(path, errno);
            }

            return;
        }

        if (found is not { IsSocket: true })
        {
            throw new CtraceException(FailureKind.CannotCreate, $"cannot make the socket {path}: something else has that name", "move it away, or name another with --socket");
        }

        if (!IsDead(Through(directory, name)))
        {
            throw new CtraceException(FailureKind.Unavailable, $"another ctrace answers at {path}", "name another socket with --socket");
        }

        _ = Libc.unlinkat(directory.Descriptor, name, 0);
    }

    /// <summary>Nobody listens at a socket that refuses. One whose queue is full makes a caller wait, and is alive (connect(2), unix(7)).</summary>
    private static bool IsDead(string path)
    {
        using var caller = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified) { SendTimeout = (int)Patience.TotalMilliseconds };
        try
        {
            caller.Connect(new UnixDomainSocketEndPoint(path));
            return false;
        }
        catch (SocketException refused)
        {
            return refused.SocketErrorCode == SocketError.ConnectionRefused;
        }
    }

    private static Socket Bind(OpenDirectory directory, string name, string path, out ulong inode)
    {
        var descriptor = Libc.socket(Libc.AF_UNIX, Libc.SOCK_STREAM | Libc.SOCK_CLOEXEC, 0);

        // The mode of a socket that has no name yet is the one that bind gives to the file (unix_bind_bsd, net/unix/af_unix.c).
        var address = Libc.UnixAddress.Of(Through(directory, name));
        if (Libc.fchmod(descriptor, SocketMode) != 0
            || Libc.bind(descriptor, address, (uint)System.Runtime.InteropServices.Marshal.SizeOf<Libc.UnixAddress>()) != 0
            || Libc.listen(descriptor, Backlog) != 0
            || directory.Find(name, out _) is not { } made)
        {
            var errno = FileFailure.LastError;
            descriptor.Dispose();
            throw FileFailure.Writing(path, errno);
        }

        inode = made.Inode;
        var listener = new Socket(new SafeSocketHandle((int)descriptor.DangerousGetHandle(), ownsHandle: true));
        descriptor.SetHandleAsInvalid();
        return listener;
    }

    /// <summary>A name in the open directory, wherever that has been moved to; short, whatever the directory's path is.</summary>
    private static string Through(OpenDirectory directory, string name) => $"/proc/self/fd/{(int)directory.Descriptor.DangerousGetHandle()}/{name}";
}
