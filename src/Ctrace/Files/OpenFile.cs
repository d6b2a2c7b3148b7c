using System.Buffers;
using Ctrace.Core;
using Ctrace.Core.Linux;
using Ctrace.Interop;

namespace Ctrace.Files;

/// <summary>What can be asked of a file by its descriptor.</summary>
internal static class OpenFile
{
    /// <summary>What a path leads to, links followed, without the effects that opening a device or a pipe has. Null when nothing.</summary>
    public static FileStatus? Find(string path)
    {
        using var file = Libc.open(path, Libc.O_PATH | Libc.O_CLOEXEC, 0);
        return file.IsInvalid ? null : Status(file);
    }

    /// <summary>Opens what the user named to be read; <c>-</c> is standard input.</summary>
    /// <param name="path">Its path.</param>
    /// <param name="hint">What to do if it cannot be opened, where nothing better is known.</param>
    /// <exception cref="CtraceException">NoInput, Permission, InputOutput: it cannot be opened.</exception>
    public static FileDescriptor Input(string path, string hint = "")
    {
        var file = path == "-" ? StandardStreams.Duplicate(StandardStreams.Input) : Libc.open(path, Libc.O_RDONLY | Libc.O_NOCTTY | Libc.O_CLOEXEC, 0);
        if (!file.IsInvalid)
        {
            return file;
        }

        var failure = FileFailure.Reading(Shown(path), FileFailure.LastError);
        throw failure.Hint.Length > 0 ? failure : new CtraceException(failure.Kind, failure.Message, hint);
    }

    /// <summary>How messages name it.</summary>
    public static string Shown(string path) => path == "-" ? "standard input" : path;

    /// <summary>What an open file is.</summary>
    public static FileStatus? Status(FileDescriptor file) =>
        Libc.statx(file, "", Libc.AT_EMPTY_PATH, Libc.STATX_BASIC_STATS, out var status) == 0 ? status : null;

    /// <summary>Reads to the end.</summary>
    /// <returns>The content; one byte more than the limit when there is more than that.</returns>
    public static byte[] ReadAll(FileDescriptor file, int limit, string shown)
    {
        var content = new ArrayBufferWriter<byte>(4096);
        while (content.WrittenCount <= limit)
        {
            var room = content.GetSpan(4096);
            room = room[..Math.Min(room.Length, limit + 1 - content.WrittenCount)];
            var count = Libc.read(file, room, (nuint)room.Length);
            if (count == 0)
            {
                break;
            }

            if (count < 0 && FileFailure.LastError is var errno && errno != Errno.EINTR)
            {
                throw errno == Errno.EISDIR
                    ? new CtraceException(FailureKind.NoInput, $"cannot read {shown}: it is a directory")
                    : FileFailure.Reading(shown, errno);
            }

            content.Advance(Math.Max(0, (int)count));
        }

        return content.WrittenSpan.ToArray();
    }
}
