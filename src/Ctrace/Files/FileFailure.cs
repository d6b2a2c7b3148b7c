using System.Runtime.InteropServices;
using Ctrace.Core;
using Ctrace.Core.Linux;
using Ctrace.Interop;

namespace Ctrace.Files;

/// <summary>Turns a failed call on a file into the line that the user reads.</summary>
internal static class FileFailure
{
    /// <summary>A failure to create or write.</summary>
    /// <param name="path">What should be written, as the user knows it.</param>
    /// <param name="errno">Why it was not.</param>
    public static CtraceException Writing(string path, int errno)
    {
        var (kind, hint) = errno switch
        {
            Errno.EACCES or Errno.EPERM => (FailureKind.Permission, "run as a user who may write there"),
            Errno.EROFS => (FailureKind.CannotCreate, "the file system is read-only: choose another directory"),
            Errno.ENOENT => (FailureKind.CannotCreate, "its directory does not exist, or was removed"),
            Errno.EISDIR => (FailureKind.CannotCreate, "name a file"),
            Errno.ENOSPC or Errno.EDQUOT => (FailureKind.InputOutput, "make room; what the file held is still there"),
            Errno.EIO => (FailureKind.InputOutput, "what the file held is still there"),
            _ => (FailureKind.CannotCreate, ""),
        };
        return new CtraceException(kind, $"cannot write {path}: {Reason(errno)}", hint);
    }

    /// <summary>A failure to open or read.</summary>
    public static CtraceException Reading(string path, int errno) => errno switch
    {
        Errno.EACCES or Errno.EPERM => new(FailureKind.Permission, $"cannot read {path}: {Reason(errno)}", "run as a user who may read it"),
        Errno.EIO => new(FailureKind.InputOutput, $"cannot read {path}: {Reason(errno)}"),
        _ => new(FailureKind.NoInput, $"cannot read {path}: {Reason(errno)}"),
    };

    /// <summary>The C library's words for an error.</summary>
    public static string Reason(int errno) => Marshal.GetPInvokeErrorMessage(errno);

    /// <summary>The error of the last call that was made through <see cref="Libc"/> on this thread.</summary>
    public static int LastError => Marshal.GetLastPInvokeError();
}
