using Ctrace.Core;
using Ctrace.Core.Linux;
using Ctrace.Interop;

namespace Ctrace.Files;

/// <summary>
/// Finds where a path that the user named leads, links followed one at a time, and refuses what fs.protected_symlinks,
/// fs.protected_regular and fs.protected_fifos refuse (Documentation/admin-guide/sysctl/fs.rst), whether this kernel has them set or not: in a
/// directory where everyone makes files, nobody else's link leads ctrace, and nobody else's file becomes its output.
/// </summary>
internal static class OutputPath
{
    // fs/namei.c, MAXSYMLINKS
    private const int MostLinks = 40;

    /// <summary>Finds the directory and the name in it, which may not exist; nothing at the name is a link then.</summary>
    /// <param name="path">Not empty.</param>
    /// <param name="errno">Why there is no such directory.</param>
    /// <returns>The directory, or null; the name is empty, <c>.</c> or <c>..</c> where the path can only be a directory.</returns>
    /// <exception cref="CtraceException">Permission: someone else's link is on the way.</exception>
    public static (OpenDirectory? Directory, string Name) Find(string path, out int errno)
    {
        var left = new Stack<string>();
        var directory = Begin(path, left, out errno);
        for (var links = 0; directory is not null;)
        {
            var name = left.Pop();
            if (left.Count == 0 && name is "" or "." or "..")
            {
                return (Reopened(directory, out errno), name);
            }

            if (name is "" or ".")
            {
                continue;
            }

            if (directory.Find(name, out _) is { IsLink: true } link)
            {
                RequireOwn(directory, link, path);
                var target = ++links > MostLinks ? null : directory.ReadLink(name);
                errno = links > MostLinks ? Errno.ELOOP : target is null ? FileFailure.LastError : 0;
                var next = target is null ? null : target.StartsWith('/') ? Begin(target, left, out errno) : Push(target, left, directory);
                Leave(ref directory, next);
            }
            else if (left.Count == 0)
            {
                return (Reopened(directory, out errno), name);
            }
            else
            {
                Leave(ref directory, directory.TryPassTo(name, out errno));
            }
        }

        return (null, "");
    }

    /// <summary>Holds that a file which is there may be written to.</summary>
    /// <exception cref="CtraceException">Permission: it is someone else's, where everyone makes files.</exception>
    public static void RequireOwn(OpenDirectory directory, FileStatus file, string shown)
    {
        // may_follow_link and may_create_in_sticky, fs/namei.c. What belongs to the directory's owner is as trustworthy as the directory.
        var holder = OpenFile.Status(directory.Descriptor) ?? throw FileFailure.Writing(shown, FileFailure.LastError);
        var shared = (holder.Mode & Libc.S_ISVTX) != 0 && (holder.Mode & (file.IsLink ? Libc.S_IWOTH : Libc.S_IWOTH | Libc.S_IWGRP)) != 0;
        if (shared && file.Owner != Libc.geteuid() && file.Owner != holder.Owner)
        {
            throw new CtraceException(FailureKind.Permission,
                $"cannot write {shown}: {(file.IsLink ? "a link" : "what is there")} in {directory.Path} belongs to another user, and everyone may make files there",
                "remove it, or name a file in a directory of your own");
        }
    }

    private static OpenDirectory? Begin(string path, Stack<string> left, out int errno)
    {
        Push(path, left, null);
        return OpenDirectory.TryPass(path.StartsWith('/') ? "/" : ".", out errno);
    }

    private static OpenDirectory? Push(string path, Stack<string> left, OpenDirectory? directory)
    {
        foreach (var name in path.TrimStart('/').Split('/').Reverse())
        {
            left.Push(name);
        }

        return directory;
    }

    private static OpenDirectory? Reopened(OpenDirectory directory, out int errno)
    {
        using (directory)
        {
            return directory.TryReopen(out errno);
        }
    }

    private static void Leave(ref OpenDirectory? directory, OpenDirectory? next)
    {
        if (!ReferenceEquals(directory, next))
        {
            directory?.Dispose();
        }

        directory = next;
    }
}
