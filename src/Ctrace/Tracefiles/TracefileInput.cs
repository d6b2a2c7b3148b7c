using Ctrace.Core;
using Ctrace.Core.Linux;
using Ctrace.Core.Tracefiles;
using Ctrace.Core.Traces;
using Ctrace.Files;

namespace Ctrace.Tracefiles;

/// <summary>Tracefiles that the user named on the command line.</summary>
internal static class TracefileInput
{
    // Deeper than any data directory; a bind mount can make a directory its own descendant.
    private const int MaxDepth = 64;

    /// <summary>Reads a tracefile.</summary>
    /// <exception cref="CtraceException">NoInput, Permission, InputOutput: it cannot be read. Data: it is damaged.</exception>
    public static Trace Read(string path) => TracefileReader.Read(Content(path), OpenFile.Shown(path));

    /// <summary>
    /// Reads all that <see cref="Expand"/> finds, and holds that they come from one kind of machine. What lies in a directory and does not begin as
    /// tracefiles do is passed over.
    /// </summary>
    /// <param name="paths">What the user named.</param>
    /// <param name="tell">Is told what was passed over.</param>
    /// <exception cref="CtraceException">As <see cref="Read"/> and <see cref="Expand"/>; NoInput: nothing is left; Data: of different architectures.</exception>
    public static IReadOnlyList<(string Path, Trace Trace)> ReadAll(IReadOnlyCollection<string> paths, Action<string> tell)
    {
        var traces = new List<(string Path, Trace Trace)>();
        foreach (var path in Expand(paths))
        {
            var content = Content(path);
            if (!paths.Contains(path) && !TracefileReader.BeginsAsTracefile(content))
            {
                tell($"{path} is no tracefile: passed over");
                continue;
            }

            traces.Add((OpenFile.Shown(path), TracefileReader.Read(content, OpenFile.Shown(path))));
        }

        if (traces.Count == 0)
        {
            throw NoTracefile(string.Join(", ", paths));
        }

        foreach (var (path, trace) in traces.Where(one => one.Trace.Architecture != traces[0].Trace.Architecture))
        {
            throw new CtraceException(FailureKind.Data,
                $"cannot merge {path} of {trace.Architecture} with {traces[0].Path} of {traces[0].Trace.Architecture}", "merge those of each architecture");
        }

        return traces;
    }

    /// <summary>
    /// The files that paths stand for: a directory for all files in it and below, hidden ones passed over; anything else
    /// for itself. Sorted within a directory.
    /// </summary>
    /// <param name="paths">What the user named.</param>
    /// <param name="passOver">Is told of what in a directory is no file, or cannot be listed; without it that is a failure.</param>
    /// <exception cref="CtraceException">NoInput: a directory has no file. Permission: it cannot be listed.</exception>
    public static IEnumerable<string> Expand(IEnumerable<string> paths, Action<CtraceException>? passOver = null)
    {
        foreach (var path in paths)
        {
            if (!Directory.Exists(path))
            {
                yield return path;
                continue;
            }

            var found = false;
            foreach (var file in Below(path, MaxDepth, passOver))
            {
                found = true;
                yield return file;
            }

            if (!found)
            {
                throw NoTracefile(path);
            }
        }
    }

    private static CtraceException NoTracefile(string directory) =>
        new(FailureKind.NoInput, $"no tracefile in the directory {directory}", "record one first, with 'ctrace trace' or 'ctrace run'");

    private static byte[] Content(string path)
    {
        using var file = OpenFile.Input(path);
        return OpenFile.ReadAll(file, TracefileReader.MaxSize, OpenFile.Shown(path));
    }

    private static IEnumerable<string> Below(string directory, int depth, Action<CtraceException>? passOver)
    {
        IEnumerable<FileSystemInfo> entries;
        try
        {
            entries = depth > 0 ? List(directory) : throw new CtraceException(FailureKind.NoInput, $"cannot read {directory}: more than {MaxDepth} directories deep");
        }
        catch (CtraceException failure) when (passOver is not null && depth < MaxDepth)
        {
            passOver(failure);
            yield break;
        }

        foreach (var entry in entries)
        {
            // A link to a directory can lead in a circle; one to a file is a file.
            if (entry is DirectoryInfo)
            {
                foreach (var file in entry.LinkTarget is null ? Below(Path.Combine(directory, entry.Name), depth - 1, passOver) : [])
                {
                    yield return file;
                }
            }
            else
            {
                // Nobody named it, so that it must not be waited for, as a pipe would be.
                var file = Path.Combine(directory, entry.Name);
                if (passOver is not null && entry.LinkTarget is not null)
                {
                    // Who may write there could show any file of root's.
                    passOver(new CtraceException(FailureKind.NoInput, $"cannot read {file}: it is a link, and the daemon makes none", "move it away"));
                    continue;
                }

                if (OpenFile.Find(file) is null or { IsRegular: true })
                {
                    yield return file;
                    continue;
                }

                var failure = new CtraceException(FailureKind.NoInput, $"cannot read {file}: it is a device or a pipe, not a file", "move it away");
                (passOver ?? (refused => throw refused))(failure);
            }
        }
    }

    private static IEnumerable<FileSystemInfo> List(string directory)
    {
        try
        {
            return [.. new DirectoryInfo(directory).EnumerateFileSystemInfos("*", new EnumerationOptions { AttributesToSkip = 0, IgnoreInaccessible = false })
                .Where(entry => !entry.Name.StartsWith('.'))
                .OrderBy(entry => entry.Name, StringComparer.Ordinal)];
        }
        catch (UnauthorizedAccessException refusal)
        {
            throw new CtraceException(FailureKind.Permission, $"cannot list {directory}: {FileFailure.Reason(Errno.EACCES)}", "run as a user who may read it", refusal);
        }
        catch (IOException failure)
        {
            throw new CtraceException(FailureKind.NoInput, $"cannot list {directory}: {failure.Message}", "", failure);
        }
    }
}
