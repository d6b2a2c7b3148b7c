using Ctrace.Core;
using Ctrace.Core.Linux;
using Ctrace.Interop;

namespace Ctrace.Files;

/// <summary>
/// Writes a file that the user named, whole or not at all. Paths mean what they always mean: links are followed and stay,
/// <c>-</c> is standard output, a device or a pipe is written to.
/// </summary>
internal static class AtomicFile
{
    /// <summary>Writes all of a content.</summary>
    /// <exception cref="CtraceException">CannotCreate, Permission, InputOutput: it cannot be written; what was there still is.</exception>
    public static void Write(string path, ReadOnlySpan<byte> content)
    {
        if (path is "-" or "/dev/stdout" or "/dev/stderr")
        {
            // Not opened by its name: that would start at the beginning of a file that the shell appends to.
            var errors = path == "/dev/stderr";
            using var output = StandardStreams.Duplicate(errors ? StandardStreams.Error : StandardStreams.Output);
            WriteThrough(output, content, errors ? "standard error" : "standard output");
            return;
        }

        if (path.Length == 0 || path.Contains('\0', StringComparison.Ordinal))
        {
            throw new CtraceException(FailureKind.CannotCreate, "cannot write a file without a name");
        }

        if (OpenFile.Find(path) is { IsRegular: false, IsDirectory: false })
        {
            using var stream = Libc.open(path, Libc.O_WRONLY | Libc.O_NOCTTY | Libc.O_CLOEXEC, 0);
            WriteThrough(stream, content, path);
            return;
        }

        var target = Target(path);
        var parent = Path.GetDirectoryName(target) is { Length: > 0 } named ? named : target[0] == '/' ? "/" : ".";
        var name = Path.GetFileName(target);
        if (name is "" or "." or "..")
        {
            throw FileFailure.Writing(path, Errno.EISDIR);
        }

        using var directory = OpenDirectory.TryOpen(parent, out var errno) ?? throw FileFailure.Writing(path, errno);
        directory.Replace(name, $".ctrace-{Guid.NewGuid():N}", content);
    }

    private static void WriteThrough(FileDescriptor stream, ReadOnlySpan<byte> content, string shown)
    {
        // A reader that has gone away has seen enough.
        if ((stream.IsInvalid ? FileFailure.LastError : OpenDirectory.WriteAll(stream, content)) is not (0 or Errno.EPIPE) and var errno)
        {
            throw new CtraceException(FailureKind.InputOutput, $"cannot write to {shown}: {FileFailure.Reason(errno)}");
        }
    }

    /// <summary>Where links lead in the end, existing or not.</summary>
    private static string Target(string path)
    {
        try
        {
            return File.ResolveLinkTarget(path, returnFinalTarget: true)?.FullName ?? path;
        }
        catch (Exception missing) when (missing is FileNotFoundException or DirectoryNotFoundException)
        {
            return path;
        }
        catch (IOException)
        {
            // A circle of links.
            throw FileFailure.Writing(path, Errno.ELOOP);
        }
        catch (UnauthorizedAccessException)
        {
            throw FileFailure.Writing(path, Errno.EACCES);
        }
    }
}
