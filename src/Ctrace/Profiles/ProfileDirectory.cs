using Ctrace.Core;
using Ctrace.Core.Linux;
using Ctrace.Core.Seccomp.Profiles;
using Ctrace.Core.Tracefiles;
using Ctrace.Files;
using Ctrace.Interop;

namespace Ctrace.Profiles;

/// <summary>
/// The directory that the daemon reads profiles from. Their names come from labels, so that nothing outside of it may be reached through it:
/// sub-directories are entered one at a time, links are never followed, and plain files alone are read. Nothing is ever written there.
/// </summary>
/// <param name="path">As the user named it; links on the way to it are followed.</param>
internal sealed class ProfileDirectory(string path)
{
    /// <summary>Where it is unless the user says otherwise.</summary>
    public const string Default = "/etc/ctrace/profiles";

    /// <summary>Reads a profile.</summary>
    /// <exception cref="CtraceException">NoInput: there is none. Data: it is no profile, or no plain file. Permission, InputOutput: it cannot be read.</exception>
    public SeccompProfile Read(TracefilePath name)
    {
        var directory = OpenDirectory.TryPass(path, out var errno) ?? throw Failed(path, errno);
        try
        {
            foreach (var step in name.Names.SkipLast(1))
            {
                var next = directory.TryPassTo(step, out errno);
                var shown = Path.Combine(directory.Path, step);
                directory.Dispose();
                directory = next ?? throw Failed(shown, errno);
            }

            return Read(directory, name.Names[^1]);
        }
        finally
        {
            directory.Dispose();
        }
    }

    private static SeccompProfile Read(OpenDirectory directory, string name)
    {
        // Looked at before it is opened, because opening a device can do things, and again after, because it can have changed.
        var shown = Path.Combine(directory.Path, name);
        var status = directory.Find(name, out var errno) ?? throw Failed(shown, errno);
        if (!status.IsRegular)
        {
            throw NotPlain(shown);
        }

        using var file = Libc.openat(directory.Descriptor, name, Libc.O_RDONLY | Libc.O_NONBLOCK | Libc.O_NOCTTY | Libc.O_CLOEXEC | Libc.O_NOFOLLOW, 0);
        if (file.IsInvalid)
        {
            throw Failed(shown, FileFailure.LastError);
        }

        if (OpenFile.Status(file) is not { IsRegular: true })
        {
            throw NotPlain(shown);
        }

        var content = OpenFile.ReadAll(file, SeccompReader.MaxSize, shown);
        return content.Length <= SeccompReader.MaxSize
            ? SeccompReader.Read(content, shown).Profile
            : throw new CtraceException(FailureKind.Data, $"{shown} is larger than any seccomp profile, {SeccompReader.MaxSize} bytes");
    }

    private static CtraceException Failed(string shown, int errno) => errno is Errno.ELOOP or Errno.ENOTDIR ? NotPlain(shown) : FileFailure.Reading(shown, errno);

    private static CtraceException NotPlain(string shown) => new(FailureKind.Data, $"cannot read {shown}: it is a link, a device, a pipe or a directory, not a file");
}
