using Ctrace.Core;
using Ctrace.Core.Linux;
using Ctrace.Interop;

namespace Ctrace.Files;

/// <summary>
/// A directory that was opened once. All work in it goes through its descriptor and plain names, so that nobody who
/// moves or links things about in the meantime can lead it elsewhere.
/// </summary>
internal sealed class OpenDirectory(FileDescriptor descriptor, string path) : IDisposable
{
    // 0777 and 0666 less the process's umask, as for any file.
    private const uint DirectoryMode = 0x1FF;
    private const uint FileMode = 0x1B6;
    private const uint PrivateMode = 0x180;

    public FileDescriptor Descriptor { get; } = descriptor;

    /// <summary>As the user knows it, for messages.</summary>
    public string Path { get; } = path;

    /// <summary>Opens a directory by a path that the user gave, links followed.</summary>
    /// <returns>The directory, or null and the error.</returns>
    public static OpenDirectory? TryOpen(string path, out int errno)
    {
        var descriptor = Libc.open(path, Libc.O_RDONLY | Libc.O_DIRECTORY | Libc.O_CLOEXEC, 0);
        errno = descriptor.IsInvalid ? FileFailure.LastError : 0;
        return descriptor.IsInvalid ? null : new OpenDirectory(descriptor, path);
    }

    /// <summary>Opens a directory to go through: what is in it cannot be listed, and need not be.</summary>
    /// <returns>The directory, or null and the error.</returns>
    public static OpenDirectory? TryPass(string path, out int errno)
    {
        var descriptor = Libc.open(path, Libc.O_PATH | Libc.O_DIRECTORY | Libc.O_CLOEXEC, 0);
        errno = descriptor.IsInvalid ? FileFailure.LastError : 0;
        return descriptor.IsInvalid ? null : new OpenDirectory(descriptor, path);
    }

    /// <summary>The same for a sub-directory, by a plain name; a link is not followed.</summary>
    public OpenDirectory? TryPassTo(string name, out int errno)
    {
        var descriptor = Libc.openat(Descriptor, name, Libc.O_PATH | Libc.O_DIRECTORY | Libc.O_NOFOLLOW | Libc.O_CLOEXEC, 0);
        errno = descriptor.IsInvalid ? FileFailure.LastError : 0;
        return descriptor.IsInvalid ? null : new OpenDirectory(descriptor, System.IO.Path.Combine(Path, name));
    }

    /// <summary>This directory, so that it can be listed and synced.</summary>
    public OpenDirectory? TryReopen(out int errno)
    {
        var descriptor = Libc.openat(Descriptor, ".", Libc.O_RDONLY | Libc.O_DIRECTORY | Libc.O_CLOEXEC, 0);
        errno = descriptor.IsInvalid ? FileFailure.LastError : 0;
        return descriptor.IsInvalid ? null : new OpenDirectory(descriptor, Path);
    }

    /// <summary>Opens a sub-directory by a plain name; a link is not followed.</summary>
    /// <returns>The directory, or null and the error.</returns>
    public OpenDirectory? TryEnter(string name, out int errno)
    {
        var descriptor = Libc.openat(Descriptor, name, Libc.O_RDONLY | Libc.O_DIRECTORY | Libc.O_NOFOLLOW | Libc.O_CLOEXEC, 0);
        errno = descriptor.IsInvalid ? FileFailure.LastError : 0;
        return descriptor.IsInvalid ? null : new OpenDirectory(descriptor, System.IO.Path.Combine(Path, name));
    }

    /// <summary>Makes a sub-directory, if it is not there, so that it lasts.</summary>
    public void Make(string name)
    {
        if (Libc.mkdirat(Descriptor, name, DirectoryMode) == 0)
        {
            _ = Libc.fsync(Descriptor);
        }
        else if (FileFailure.LastError is var errno && errno != Errno.EEXIST)
        {
            throw FileFailure.Writing(System.IO.Path.Combine(Path, name), errno);
        }
    }

    /// <summary>What a name is; a link is not followed. Null when there is nothing of that name.</summary>
    public FileStatus? Find(string name, out int errno)
    {
        errno = Libc.statx(Descriptor, name, Libc.AT_SYMLINK_NOFOLLOW, Libc.STATX_BASIC_STATS, out var status) == 0 ? 0 : FileFailure.LastError;
        return errno == 0 ? status : null;
    }

    /// <summary>Where a link leads; null, with the error left, when that cannot be read.</summary>
    public string? ReadLink(string name)
    {
        var target = new byte[4096]; // PATH_MAX, include/uapi/linux/limits.h
        var length = Libc.readlinkat(Descriptor, name, target, (nuint)target.Length);
        return length <= 0 ? null : System.Text.Encoding.UTF8.GetString(target, 0, (int)length);
    }

    /// <summary>
    /// Puts new content in the place of a file, or makes it. At every moment the name stands for the whole old or the whole
    /// new content, even across a crash: a temporary file is written, synced and renamed, and the directory synced.
    /// </summary>
    /// <param name="name">The file's plain name. If it exists, its mode and owner are kept.</param>
    /// <param name="temporary">The temporary file's plain name. What is left of an earlier one is removed.</param>
    /// <param name="content">The new content.</param>
    /// <param name="called">What the file is called in messages; null for its name in this directory.</param>
    public void Replace(string name, string temporary, ReadOnlySpan<byte> content, string? called = null)
    {
        var shown = called ?? System.IO.Path.Combine(Path, name);
        var old = Find(name, out var errno);
        if (errno is not (0 or Errno.ENOENT))
        {
            throw FileFailure.Writing(shown, errno);
        }

        if (old is { } there)
        {
            OutputPath.RequireOwn(this, there, shown);
        }

        if (old is { IsRegular: false })
        {
            throw old is { IsDirectory: true } ? FileFailure.Writing(shown, Errno.EISDIR)
                : new CtraceException(FailureKind.CannotCreate, $"cannot write {shown}: it is a link, a device or a pipe, not a file", "move it away");
        }

        using var file = Create(temporary, old is null ? FileMode : PrivateMode, shown);
        try
        {
            if (old is { } kept)
            {
                // Only root may give a file away; for anyone else the file becomes their own, as with any editor.
                _ = Libc.fchown(file, kept.Owner, kept.Group);
                Check(Libc.fchmod(file, (uint)kept.Mode & 0x1FF), shown);
            }

            if (file.WriteAll(content) is not 0 and var failed)
            {
                throw FileFailure.Writing(shown, failed);
            }

            Check(Libc.fsync(file), shown);
            Check(Libc.renameat(Descriptor, temporary, Descriptor, name), shown);
        }
        catch
        {
            _ = Libc.unlinkat(Descriptor, temporary, 0);
            throw;
        }

        // Some file systems in user space cannot sync a directory.
        if (Libc.fsync(Descriptor) != 0 && FileFailure.LastError != Errno.EINVAL)
        {
            throw FileFailure.Writing(shown, FileFailure.LastError);
        }
    }

    public void Dispose() => Descriptor.Dispose();

    private FileDescriptor Create(string name, uint mode, string shown)
    {
        const int Flags = Libc.O_WRONLY | Libc.O_CREAT | Libc.O_EXCL | Libc.O_CLOEXEC;
        var file = Libc.openat(Descriptor, name, Flags | Libc.O_NOFOLLOW, mode);
        if (file.IsInvalid && FileFailure.LastError == Errno.EEXIST && Libc.unlinkat(Descriptor, name, 0) == 0)
        {
            file = Libc.openat(Descriptor, name, Flags | Libc.O_NOFOLLOW, mode);
        }

        return file.IsInvalid ? throw FileFailure.Writing(shown, FileFailure.LastError) : file;
    }

    private static void Check(int result, string shown)
    {
        if (result != 0)
        {
            throw FileFailure.Writing(shown, FileFailure.LastError);
        }
    }
}
