using System.Runtime.InteropServices;

namespace Ctrace.Interop;

/// <summary>
/// The C library's calls on files, relative to an open directory, as their manual pages have them. .NET has no such
/// calls: its own take paths, which another process can change between a check and a use.
/// </summary>
internal static partial class Libc
{
    // include/uapi/asm-generic/fcntl.h: the same on all architectures that ctrace knows ...
    internal const int O_RDONLY = 0;
    internal const int O_WRONLY = 1;
    internal const int O_CREAT = 0x40;
    internal const int O_EXCL = 0x80;
    internal const int O_NOCTTY = 0x100;
    internal const int O_TRUNC = 0x200;
    internal const int O_NONBLOCK = 0x800;
    internal const int O_CLOEXEC = 0x8_0000;
    internal const int O_PATH = 0x20_0000;

    internal const int AT_FDCWD = -100;
    internal const int AT_SYMLINK_NOFOLLOW = 0x100;
    internal const int AT_EMPTY_PATH = 0x1000;
    internal const int AT_STATX_DONT_SYNC = 0x4000;

    // include/uapi/linux/memfd.h
    internal const uint MFD_CLOEXEC = 1;

    // include/uapi/linux/stat.h
    internal const uint STATX_BASIC_STATS = 0x7FF;
    internal const int S_IFMT = 0xF000;
    internal const int S_IFDIR = 0x4000;
    internal const int S_IFREG = 0x8000;
    internal const int S_IFLNK = 0xA000;
    internal const int S_IFSOCK = 0xC000;
    internal const int S_ISVTX = 0x200;
    internal const int S_IWGRP = 0x10;
    internal const int S_IWOTH = 0x2;

    // include/uapi/asm-generic/fcntl.h, for flock(2)
    internal const int LOCK_EX = 2;
    internal const int LOCK_NB = 4;

    // arch/arm64/include/uapi/asm/fcntl.h differs in these two (as arm does).
    internal static readonly int O_DIRECTORY = IsArm ? 0x4000 : 0x1_0000;
    internal static readonly int O_NOFOLLOW = IsArm ? 0x8000 : 0x2_0000;

    private static bool IsArm => RuntimeInformation.ProcessArchitecture is Architecture.Arm64 or Architecture.Arm;

    // open and openat take their mode as a variable argument, which Linux passes as any other on x86_64 and aarch64.
    [LibraryImport("libc.so.6", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    internal static partial FileDescriptor open(string path, int flags, uint mode);

    [LibraryImport("libc.so.6", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    internal static partial FileDescriptor openat(FileDescriptor directory, string path, int flags, uint mode);

    /// <summary>openat2(2), Linux 5.6: a path below a directory that crosses no mount and follows no link.</summary>
    internal static FileDescriptor OpenBeneath(FileDescriptor directory, string path, ulong flags)
    {
        // include/uapi/linux/openat2.h: struct open_how; the call's number is the same on all architectures.
        const ulong RESOLVE_NO_XDEV = 1, RESOLVE_NO_SYMLINKS = 4, RESOLVE_BENEATH = 8;
        const nint SYS_openat2 = 437;
        ReadOnlySpan<ulong> how = [flags, 0, RESOLVE_NO_XDEV | RESOLVE_NO_SYMLINKS | RESOLVE_BENEATH];
        return syscall(SYS_openat2, directory, path, how, (nuint)how.Length * sizeof(ulong));
    }

    [LibraryImport("libc.so.6", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial FileDescriptor syscall(nint number, FileDescriptor directory, string path, ReadOnlySpan<ulong> how, nuint size);

    [LibraryImport("libc.so.6", SetLastError = true)]
    internal static partial int close(int descriptor);

    [LibraryImport("libc.so.6", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    internal static partial int mkdir(string path, uint mode);

    [LibraryImport("libc.so.6", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    internal static partial int mkdirat(FileDescriptor directory, string path, uint mode);

    [LibraryImport("libc.so.6", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    internal static partial int renameat(FileDescriptor fromDirectory, string from, FileDescriptor toDirectory, string to);

    [LibraryImport("libc.so.6", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    internal static partial int unlinkat(FileDescriptor directory, string path, int flags);

    [LibraryImport("libc.so.6", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    internal static partial int statx(FileDescriptor directory, string path, int flags, uint mask, out FileStatus status);

    [LibraryImport("libc.so.6", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    internal static partial int statx(int directory, string path, int flags, uint mask, out FileStatus status);

    [LibraryImport("libc.so.6", SetLastError = true)]
    internal static partial int isatty(FileDescriptor descriptor);

    // A request without an argument.
    [LibraryImport("libc.so.6", SetLastError = true)]
    internal static partial FileDescriptor ioctl(FileDescriptor descriptor, nuint request);

    [LibraryImport("libc.so.6", SetLastError = true)]
    internal static partial int ioctl(FileDescriptor descriptor, nuint request, out WindowSize size);

    [LibraryImport("libc.so.6", SetLastError = true)]
    internal static partial nint read(FileDescriptor descriptor, Span<byte> buffer, nuint count);

    [LibraryImport("libc.so.6", SetLastError = true)]
    internal static partial nint pread(FileDescriptor descriptor, Span<byte> buffer, nuint count, nint offset);

    [LibraryImport("libc.so.6", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    internal static partial FileDescriptor memfd_create(string name, uint flags);

    [LibraryImport("libc.so.6", SetLastError = true)]
    internal static partial nint write(FileDescriptor descriptor, ReadOnlySpan<byte> buffer, nuint count);

    [LibraryImport("libc.so.6", SetLastError = true)]
    internal static partial int fsync(FileDescriptor descriptor);

    [LibraryImport("libc.so.6", SetLastError = true)]
    internal static partial int fchmod(FileDescriptor descriptor, uint mode);

    [LibraryImport("libc.so.6", SetLastError = true)]
    internal static partial int fchown(FileDescriptor descriptor, uint owner, uint group);

    [LibraryImport("libc.so.6", SetLastError = true)]
    internal static partial int ftruncate(FileDescriptor descriptor, nint length);

    [LibraryImport("libc.so.6", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    internal static partial nint readlinkat(FileDescriptor directory, string path, Span<byte> buffer, nuint size);

    [LibraryImport("libc.so.6", SetLastError = true)]
    internal static partial int flock(FileDescriptor descriptor, int operation);

    /// <summary>ioctl_tty(2); include/uapi/asm-generic/ioctls.h.</summary>
    internal const nuint TIOCGWINSZ = 0x5413;

    /// <summary><c>struct winsize</c>, in characters and pixels.</summary>
    [StructLayout(LayoutKind.Sequential)]
    internal struct WindowSize
    {
        public ushort Rows;
        public ushort Columns;
        public ushort Width;
        public ushort Height;
    }
}
