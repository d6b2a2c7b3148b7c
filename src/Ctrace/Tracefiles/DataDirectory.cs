using Ctrace.Core;
using Ctrace.Core.Linux;
using Ctrace.Core.Tracefiles;
using Ctrace.Core.Traces;
using Ctrace.Files;
using Ctrace.Interop;

namespace Ctrace.Tracefiles;

/// <summary>
/// The directory that the daemon keeps tracefiles in. Their names come from labels, so that nothing outside of it may be
/// reached through it: sub-directories are entered one at a time and links are never followed. One process at a time
/// has it.
/// </summary>
internal sealed class DataDirectory : IDisposable
{
    // Hidden, so that no label can name it and 'options' passes it over. One a directory is enough: only the owner of the
    // lock writes, and the next write removes what a crash left.
    private const string Temporary = ".ctrace.tmp";

    private readonly OpenDirectory _root;

    private DataDirectory(OpenDirectory root) => _root = root;

    /// <summary>As the user knows it.</summary>
    public string Path => _root.Path;

    /// <summary>Opens and locks a directory; makes it when it is not there.</summary>
    /// <exception cref="CtraceException">
    /// Unavailable: another process has it. CannotCreate, Permission: it cannot be opened or made.
    /// </exception>
    public static DataDirectory Open(string path)
    {
        var root = Find(path, out var errno);

        if (root is null)
        {
            throw new CtraceException(errno is Errno.EACCES or Errno.EPERM ? FailureKind.Permission : FailureKind.CannotCreate,
                $"cannot open the data directory {path}: {FileFailure.Reason(errno)}", "make it, or name another with --data");
        }

        if (Libc.flock(root.Descriptor, Libc.LOCK_EX | Libc.LOCK_NB) != 0)
        {
            errno = FileFailure.LastError;
            root.Dispose();
            throw errno == Errno.EAGAIN
                ? new CtraceException(FailureKind.Unavailable, $"another ctrace is using the data directory {path}", "stop it, or name another directory with --data")
                : new CtraceException(FailureKind.Unavailable, $"cannot lock the data directory {path}: {FileFailure.Reason(errno)}",
                    "name a directory on a local file system with --data");
        }

        return new DataDirectory(root);
    }

    /// <summary>Reads a tracefile; null when there is none.</summary>
    /// <exception cref="CtraceException">Data: it is damaged, or is no plain file. Permission, InputOutput: it cannot be read.</exception>
    public Trace? Read(TracefilePath path)
    {
        var directory = Enter(path, make: false);
        if (directory is null)
        {
            return null;
        }

        try
        {
            return Read(directory, path.Names[^1]);
        }
        finally
        {
            Leave(directory);
        }
    }

    /// <summary>Puts a trace in the place of a tracefile, whole or not at all; sub-directories are made.</summary>
    /// <exception cref="CtraceException">
    /// Data: something on the way is no directory. CannotCreate: the target is no plain file, or cannot be made. Permission,
    /// InputOutput: it cannot be written.
    /// </exception>
    public void Write(TracefilePath path, Trace trace)
    {
        var content = TracefileWriter.WriteBytes(trace);
        var directory = Enter(path, make: true)!;
        try
        {
            directory.Replace(path.Names[^1], Temporary, content);
        }
        finally
        {
            Leave(directory);
        }
    }

    public void Dispose() => _root.Dispose();

    private static OpenDirectory? Find(string path, out int errno)
    {
        // What ends with a slash can be a link, too.
        var (parent, name) = OutputPath.Find(path.TrimEnd('/') is { Length: > 0 } trimmed ? trimmed : path, out errno);
        using (parent)
        {
            if (parent is null)
            {
                return null;
            }

            var inside = name.Length == 0 ? "." : name;
            if (parent.Find(inside, out errno) is { } there)
            {
                OutputPath.RequireOwn(parent, there, path);
            }
            else if (errno == Errno.ENOENT && Libc.mkdirat(parent.Descriptor, inside, 0x1FF) != 0 && FileFailure.LastError is not Errno.EEXIST and var failed)
            {
                errno = failed;
                return null;
            }

            return parent.TryEnter(inside, out errno) is { } root ? new OpenDirectory(root.Descriptor, path) : null;
        }
    }

    private static Trace? Read(OpenDirectory directory, string name)
    {
        // Looked at before it is opened, because opening a device can do things, and again after, because it can have changed.
        var shown = System.IO.Path.Combine(directory.Path, name);
        var status = directory.Find(name, out var errno);
        if (status is null)
        {
            return errno == Errno.ENOENT ? null : throw FileFailure.Reading(shown, errno);
        }

        if (status is not { IsRegular: true })
        {
            throw NotPlain(shown);
        }

        const int Flags = Libc.O_RDONLY | Libc.O_NONBLOCK | Libc.O_NOCTTY | Libc.O_CLOEXEC;
        using var file = Libc.openat(directory.Descriptor, name, Flags | Libc.O_NOFOLLOW, 0);
        if (file.IsInvalid)
        {
            throw FileFailure.LastError == Errno.ELOOP ? NotPlain(shown) : FileFailure.Reading(shown, FileFailure.LastError);
        }

        return OpenFile.Status(file) is { IsRegular: true }
            ? TracefileReader.Read(OpenFile.ReadAll(file, TracefileReader.MaxSize, shown), shown)
            : throw NotPlain(shown);
    }

    private OpenDirectory? Enter(TracefilePath path, bool make)
    {
        var directory = _root;
        foreach (var name in path.Names.SkipLast(1))
        {
            var next = directory.TryEnter(name, out var errno);
            try
            {
                if (next is null && errno == Errno.ENOENT)
                {
                    if (!make)
                    {
                        return null;
                    }

                    directory.Make(name);
                    next = directory.TryEnter(name, out errno);
                }

                if (next is null)
                {
                    var shown = System.IO.Path.Combine(directory.Path, name);
                    throw errno is Errno.ENOTDIR or Errno.ELOOP
                        ? new CtraceException(FailureKind.Data, $"cannot use {shown} as a directory of tracefiles: it is a link or a file", "move it away")
                        : make ? FileFailure.Writing(shown, errno) : FileFailure.Reading(shown, errno);
                }
            }
            finally
            {
                Leave(directory);
            }

            directory = next;
        }

        return directory;
    }

    private void Leave(OpenDirectory directory)
    {
        if (directory != _root)
        {
            directory.Dispose();
        }
    }

    private static CtraceException NotPlain(string shown) =>
        new(FailureKind.Data, $"cannot read {shown}: it is a link, a device, a pipe or a directory, not a file", "move it away");
}
