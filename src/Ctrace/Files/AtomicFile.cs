using Ctrace.Core;
using Ctrace.Core.Linux;
using Ctrace.Interop;

namespace Ctrace.Files;

/// <summary>
/// Writes a file that the user named, whole or not at all. Paths mean what they always mean: links are followed and stay,
/// <c>-</c> is standard output, a device or a pipe is written to. Others' links and files are not: <see cref="OutputPath"/>.
/// </summary>
internal static class AtomicFile
{
    /// <summary>Writes all of a content.</summary>
    /// <exception cref="CtraceException">CannotCreate, Permission, InputOutput: it cannot be written; what was there still is.</exception>
    public static void Write(string path, ReadOnlySpan<byte> content)
    {
        if (IsStandard(path))
        {
            // Not opened by its name: that would start at the beginning of a file that the shell appends to.
            var errors = path == "/dev/stderr";
            using var output = StandardStreams.Duplicate(errors ? StandardStreams.Error : StandardStreams.Output);
            WriteThrough(output, content, errors ? "standard error" : "standard output");
            return;
        }

        RequireName(path);
        if (IsStream(path))
        {
            using var stream = OpenStream(path);
            WriteThrough(stream, content, path);
            return;
        }

        using var directory = Find(path, out var name);
        directory.Replace(name, $".ctrace-{Guid.NewGuid():N}", content, path);
    }

    /// <summary>Refuses what can be known to fail before there is anything to write: its directory is not there, or it is one itself.</summary>
    /// <exception cref="CtraceException">CannotCreate, Permission.</exception>
    public static void Require(string path)
    {
        if (IsStandard(path))
        {
            return;
        }

        RequireName(path);
        if (IsStream(path))
        {
            return;
        }

        using var directory = Find(path, out _);
        if (Directory.Exists(path))
        {
            throw FileFailure.Writing(path, Errno.EISDIR);
        }
    }

    /// <summary>Opens a file to be written from its beginning as things come, and makes it when it is not there.</summary>
    /// <exception cref="CtraceException">CannotCreate, Permission.</exception>
    public static FileDescriptor Open(string path)
    {
        if (IsStream(path))
        {
            return OpenStream(path);
        }

        using var directory = Find(path, out var name);
        var file = Libc.openat(directory.Descriptor, name, Libc.O_WRONLY | Libc.O_CREAT | Libc.O_NOCTTY | Libc.O_CLOEXEC | Libc.O_NOFOLLOW, 0x1B6 /* 0666 */);
        try
        {
            // Emptied only when it is known whose it is.
            OutputPath.RequireOwn(directory, (file.IsInvalid ? null : OpenFile.Status(file)) ?? throw FileFailure.Writing(path, FileFailure.LastError), path);
            return Libc.ftruncate(file, 0) == 0 ? file : throw FileFailure.Writing(path, FileFailure.LastError);
        }
        catch
        {
            file.Dispose();
            throw;
        }
    }

    /// <summary>A device or a pipe.</summary>
    private static FileDescriptor OpenStream(string path)
    {
        // What /dev/fd and its like lead to has no name, and is this process's own.
        var (directory, name) = OutputPath.Find(path, out _);
        using (directory)
        {
            if (directory?.Find(name, out _) is { } there)
            {
                OutputPath.RequireOwn(directory, there, path);
            }
        }

        return Libc.open(path, Libc.O_WRONLY | Libc.O_NOCTTY | Libc.O_CLOEXEC, 0);
    }

    private static bool IsStandard(string path) => path is "-" or "/dev/stdout" or "/dev/stderr";

    /// <summary>Whether a device, a pipe or a socket is there: it is written to, and not replaced.</summary>
    private static bool IsStream(string path) => OpenFile.Find(path) is { IsRegular: false, IsDirectory: false };

    private static void RequireName(string path)
    {
        if (path.Length == 0 || path.Contains('\0', StringComparison.Ordinal))
        {
            throw new CtraceException(FailureKind.CannotCreate, "cannot write a file without a name");
        }
    }

    private static OpenDirectory Find(string path, out string name)
    {
        var (directory, last) = OutputPath.Find(path, out var errno);
        name = last;
        if (directory is not null && last is not ("" or "." or ".."))
        {
            return directory;
        }

        directory?.Dispose();
        throw FileFailure.Writing(path, directory is null ? errno : Errno.EISDIR);
    }

    private static void WriteThrough(FileDescriptor stream, ReadOnlySpan<byte> content, string shown)
    {
        // A reader that has gone away has seen enough.
        if ((stream.IsInvalid ? FileFailure.LastError : stream.WriteAll(content)) is not (0 or Errno.EPIPE) and var errno)
        {
            throw new CtraceException(FailureKind.InputOutput, $"cannot write to {shown}: {FileFailure.Reason(errno)}");
        }
    }
}
