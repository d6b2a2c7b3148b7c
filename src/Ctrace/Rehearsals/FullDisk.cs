using Ctrace.Core;
using Ctrace.Core.Linux;
using Ctrace.Files;
using Ctrace.Interop;

namespace Ctrace.Rehearsals;

/// <summary>A small file system in memory, as a volume of the engine's, that is filled up from outside.</summary>
/// <param name="name">The volume's name.</param>
/// <param name="path">Where it is mounted here while a container has it.</param>
internal sealed class FullDisk(string name, string path)
{
    /// <summary>Its size in bytes, 64 MiB: enough for what servers write at their first start.</summary>
    public const int Size = 64 << 20;

    private const string Filler = ".ctrace-fills-the-disk";

    /// <summary>The volume's name.</summary>
    public string Name => name;

    /// <summary>Writes until nothing more fits.</summary>
    /// <exception cref="CtraceException">Unavailable: the volume is not to be seen here.</exception>
    public void Fill(CancellationToken cancellation)
    {
        // The path is the engine's, and no link that the container makes is followed.
        using var directory = Libc.open(path, Libc.O_RDONLY | Libc.O_DIRECTORY | Libc.O_NOFOLLOW | Libc.O_CLOEXEC, 0);
        using var file = directory.IsInvalid ? directory : Libc.openat(directory, Filler, Libc.O_WRONLY | Libc.O_CREAT | Libc.O_EXCL | Libc.O_NOFOLLOW | Libc.O_CLOEXEC, 0x180 /* 0600 */);
        if (file.IsInvalid)
        {
            throw new CtraceException(FailureKind.Unavailable, $"cannot fill the volume up at {path}: {FileFailure.Reason(FileFailure.LastError)}", "run ctrace where the engine runs");
        }

        var zeros = new byte[1 << 20];
        var written = 0L;
        for (var size = zeros.Length; size > 0;)
        {
            cancellation.ThrowIfCancellationRequested();
            if (Libc.write(file, zeros.AsSpan(0, size), (nuint)size) is >= 0 and var count)
            {
                // Where the engine's mounts are not to be seen, this is the machine's own disk.
                written += count;
                if (written > Size)
                {
                    Empty();
                    throw new CtraceException(FailureKind.Unavailable, $"the engine's mounts are not to be seen here: {path} is no small volume", "run ctrace where the engine runs");
                }

                continue;
            }

            if (FileFailure.LastError is not (Errno.ENOSPC or Errno.EINTR) and var errno)
            {
                throw FileFailure.Writing(path, errno);
            }

            size /= 2;
        }
    }

    /// <summary>Gives the room back.</summary>
    public void Empty()
    {
        using var directory = Libc.open(path, Libc.O_RDONLY | Libc.O_DIRECTORY | Libc.O_NOFOLLOW | Libc.O_CLOEXEC, 0);
        _ = directory.IsInvalid ? 0 : Libc.unlinkat(directory, Filler, 0);
    }
}
