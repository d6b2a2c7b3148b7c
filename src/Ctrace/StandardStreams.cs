using System.Runtime.InteropServices;
using Ctrace.Core.Linux;
using Ctrace.Interop;

namespace Ctrace;

/// <summary>
/// Descriptors 0, 1 and 2 as ctrace was started with them. One that was closed is given to whatever is opened next: a map of
/// the kernel's, or a pipe of the runtime's own. What is said must not go there.
/// </summary>
internal static class StandardStreams
{
    public const int Input = 0;
    public const int Output = 1;
    public const int Error = 2;

    private const string Nothing = "/dev/null";

    private static readonly bool[] Closed = new bool[Error + 1];

    /// <summary>Looks which are open, before ctrace opens anything, and keeps the places of those that are not.</summary>
    public static void Take()
    {
        for (var descriptor = 0; descriptor <= Error; descriptor++)
        {
            // execve(2) closes those with the flag: one that has it was opened since, by the runtime.
            // A seccomp filter may refuse the question: then it is taken for open, as nearly all are.
            var flags = Libc.fcntl(descriptor, Libc.F_GETFD);
            var isAbsent = flags < 0 && Marshal.GetLastPInvokeError() == Errno.EBADF;
            Closed[descriptor] = isAbsent || (flags > 0 && (flags & Libc.FD_CLOEXEC) != 0);
            if (isAbsent)
            {
                // The lowest free one; it stays open, and cannot be used (EBADF).
                Libc.open(Nothing, descriptor == 0 ? Libc.O_WRONLY : Libc.O_RDONLY, 0).SetHandleAsInvalid();
            }
        }
    }

    /// <summary>
    /// Another descriptor of one of them, where its content continues; asked for as the runtime does it, so that filters made of older recordings allow it. Of one that was closed, one that cannot be written to: EBADF.
    /// </summary>
    public static FileDescriptor Duplicate(int descriptor) =>
        Closed[descriptor] ? Libc.open(Nothing, Libc.O_RDONLY | Libc.O_CLOEXEC, 0) : Libc.Duplicate(descriptor, Libc.F_DUPFD_CLOEXEC, Error + 1);
}
